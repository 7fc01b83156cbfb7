import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkKey, unnamedKey } from '../../../src/security/posture/key-controls.js';
import { openKeySettings } from '../../../src/security/posture/open-key-settings.js';
import type { ControlResult } from '../../../src/security/posture/posture-control.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { FakeKms, type FakeKmsKey, soundKey } from '../../fakes/kms/fake-kms.js';
import { standingMeans } from '../../fakes/s3/open-fake-s3-lake.js';

const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
let kms: FakeKms;

beforeEach(async () => {
  stubAwsEnvironment();
  kms = await FakeKms.start();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await kms.stop();
});

async function check(change: Partial<FakeKmsKey> = {}): Promise<ControlResult[]> {
  kms.keys.set(KEY, { ...soundKey(ACCOUNT, 'us-east-1'), ...change });
  const reader = openKeySettings(KEY, { region: 'us-east-1', endpoint: kms.endpoint }, standingMeans([]));
  return checkKey(reader, { arn: KEY, roles: [`arn:aws:iam::${ACCOUNT}:role/writer`] });
}

const broken = (results: readonly ControlResult[]): [string, string, readonly string[]][] =>
  results
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ id, verdict, evidence }) => [id, verdict, evidence]);

const allowing = (statement: object): Partial<FakeKmsKey> => {
  const { policy } = soundKey(ACCOUNT, 'us-east-1');
  const { Statement } = policy as { Statement: object[] };
  return {
    policy: {
      Version: '2012-10-17',
      Statement: [...Statement, { Effect: 'Allow', Resource: '*', ...statement }],
    },
  };
};

test('a key as it should be passes every control', async () => {
  expect(broken(await check())).toEqual([]);
});

test.each<[string, Partial<FakeKmsKey>, string, string]>([
  ['disabled', { state: 'Disabled' }, 'kms-usable', 'the key is Disabled, expected Enabled'],
  ['of AWS', { manager: 'AWS' }, 'kms-usable', 'it is managed by AWS'],
  ['about to go', { deletion_s: 1_796_083_200 }, 'kms-usable', 'it is deleted on 2026-12-01'],
  ['not rotated', { rotation: false }, 'kms-rotated', 'automatic rotation is off'],
  [
    'for another account through S3',
    allowing({
      Principal: { AWS: '999999999999' },
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
    }),
    'kms-own-account-only',
    'kms:Decrypt by arn:aws:iam::999999999999:role/other through S3 is not refused',
  ],
])('a key %s fails the control that it breaks, alone', async (_, change, id, evidence) => {
  const found = broken(await check(change));
  expect(found.map(([control, verdict]) => [control, verdict])).toEqual([[id, 'fail']]);
  expect(found[0]?.[2]).toContain(evidence);
});

test.each<[string, Partial<FakeKmsKey>]>([
  [
    'with the usual statement for the account',
    allowing({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*' }),
  ],
  [
    'for one role by a direct call',
    allowing({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/writer` }, Action: 'kms:Decrypt' }),
  ],
])('a key %s is used by direct calls and for every bucket', async (_, change) => {
  const found = broken(await check(change));
  expect(found.map(([id, verdict]) => [id, verdict])).toEqual([
    ['kms-through-services-only', 'fail'],
    ['kms-own-buckets-only', 'fail'],
  ]);
  expect(found[0]?.[2]).toContain(
    `kms:Decrypt by arn:aws:iam::${ACCOUNT}:role/writer by a direct call is not refused`,
  );
});

test('a key for everybody fails the controls of its policy, but for what is denied', async () => {
  const found = broken(await check(allowing({ Principal: '*', Action: 'kms:*' })));
  expect(found.map(([id]) => id)).toEqual([
    'kms-through-services-only',
    'kms-own-account-only',
    'kms-own-buckets-only',
  ]);
});

test('a key that is gone fails, one that may not be read is unknown with the permission that is missing', async () => {
  const reader = openKeySettings('gone', { region: 'us-east-1', endpoint: kms.endpoint }, standingMeans([]));
  expect(broken(await checkKey(reader, { arn: KEY, roles: [] })).map(([, verdict]) => verdict)).toEqual(
    Array(6).fill('fail'),
  );
  kms.denied.add('GetKeyPolicy');
  const unknown = (await check()).flatMap((one) =>
    one.verdict === 'unknown' ? [one.missing_permission] : [],
  );
  expect(unknown).toEqual(Array(4).fill('kms:GetKeyPolicy'));
});

test('a service that fails is asked again, and five times in vain is a failure that names the call', async () => {
  const failing = { kind: 'error', code: 'KMSInternalException', status: 500 } as const;
  kms.faults = ({ number }) => (number === 1 ? failing : null);
  expect(broken(await check())).toEqual([]);
  kms.faults = () => failing;
  await expect(check()).rejects.toMatchObject({ code: 'posture-unreadable' });
});

test('a key that is named by an alias is unknown', () => {
  expect(unnamedKey('alias/lake').map(({ verdict }) => verdict)).toEqual(Array(6).fill('unknown'));
});
