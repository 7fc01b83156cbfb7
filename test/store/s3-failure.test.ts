import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Fault } from '../fakes/s3/fault.js';
import { type FakeS3LakeSettings, openFakeS3Lake, TEST_KEY } from '../fakes/s3/open-fake-s3-lake.js';
import { bytes } from './object-store-contract.js';

const A = 's3://acme-surveillance/lake/a';
const TWO_TRIES = { attempts: 2, first_wait_ms: 4000, longest_wait_ms: 4000, deadline_ms: 10_000 };

/** What a put of `a` fails with when every call is answered in the same way. */
async function failureOf(fault: Fault | null, settings: FakeS3LakeSettings = {}): Promise<unknown> {
  const { store, fake } = await openFakeS3Lake({
    ...settings,
    store: { limits: TWO_TRIES, ...settings.store },
    means: { random: () => 1, ...settings.means },
  });
  fake.faults = () => fault;
  return store.putIfAbsent('a', bytes('x')).catch((error: unknown) => error);
}

const answer = (status: number, code: string, details = {}): Fault => ({
  kind: 'answer',
  status,
  code,
  details,
});

describe('what S3 answers is told in words with the next step', () => {
  test.each<[string, Fault, string]>([
    [
      'access denied',
      answer(403, 'AccessDenied', { Message: 'no s3:PutObject' }),
      `${A}: S3 denies PutObject (403 AccessDenied: no s3:PutObject, request REQUEST00000001); allow it to this role in its policy and the bucket's, and call through the VPC endpoint that the bucket's policy names [s3-access-denied]`,
    ],
    [
      'no such bucket',
      answer(404, 'NoSuchBucket'),
      's3://acme-surveillance: there is no such bucket; check lake in tapewarden.yaml and the account of the credentials [s3-bucket-missing]',
    ],
    [
      'the key may not be used',
      answer(403, 'AccessDenied', { Message: 'not authorized to perform: kms:GenerateDataKey' }),
      `${A}: the KMS key ${TEST_KEY} may not be used for PutObject (403 AccessDenied: not authorized to perform: kms:GenerateDataKey); allow kms:GenerateDataKey and kms:Decrypt to this role in the key's policy [s3-key-denied]`,
    ],
    [
      'the key is disabled',
      answer(400, 'KMS.DisabledException', { Message: 'it is disabled.' }),
      `the KMS key ${TEST_KEY} cannot be used (400 KMS.DisabledException: it is disabled.); enable it, or name another as s3.kms_key in tapewarden.yaml [s3-key-unusable]`,
    ],
    [
      'expired credentials',
      answer(400, 'ExpiredToken', { Message: 'The provided token has expired.' }),
      'the AWS credentials have expired (400 ExpiredToken: The provided token has expired.); sign in again, then run again: what was done stays [s3-credentials-expired]',
    ],
    [
      'an unknown access key',
      answer(403, 'InvalidAccessKeyId'),
      'S3 does not know the AWS credentials (403 InvalidAccessKeyId); check AWS_PROFILE or the keys in the environment [s3-credentials-invalid]',
    ],
    [
      'another region',
      answer(301, 'PermanentRedirect', { Region: 'eu-west-1' }),
      's3://acme-surveillance: the bucket is in eu-west-1, not in us-east-1; correct s3.region in tapewarden.yaml [s3-region-wrong]',
    ],
    [
      'a region that it does not name',
      answer(301, 'PermanentRedirect'),
      's3://acme-surveillance: the bucket is in another region, not in us-east-1; correct s3.region in tapewarden.yaml [s3-region-wrong]',
    ],
    [
      'a wrong clock',
      answer(403, 'RequestTimeTooSkewed', { Message: 'The difference is too large.' }),
      'the clock of this machine differs too much from that of S3 (403 RequestTimeTooSkewed: The difference is too large.); set the clock, then run again [s3-clock-skewed]',
    ],
    [
      'too many calls for too long',
      answer(503, 'SlowDown'),
      `${A}: S3 asked to slow down PutObject (tries: 2, seconds: 4); run again later: what was done stays [s3-throttled]`,
    ],
    [
      'a server error for too long',
      answer(500, 'InternalError', { Message: 'We encountered an internal error.' }),
      `${A}: S3 answered 500 InternalError: We encountered an internal error. to PutObject (tries: 2, seconds: 4); run again later: what was done stays [s3-unavailable]`,
    ],
    [
      'a refusal that has no name here',
      answer(400, 'InvalidRequest', { Message: 'no' }),
      `${A}: S3 refuses PutObject (400 InvalidRequest: no, request REQUEST00000001); check the s3 settings in tapewarden.yaml [s3-request-refused]`,
    ],
  ])('%s', async (_, fault, message) => {
    const failure = await failureOf(fault);
    expect(failure).toMatchObject({ message, code: /\[([a-z0-9-]+)\]$/.exec(message)?.[1] });
    expect((failure as Error).cause).toBeInstanceOf(Error);
  });

  test('only what may pass by itself may be retried later', async () => {
    for (const fault of [answer(503, 'SlowDown'), answer(500, 'InternalError'), answer(429, 'Any')]) {
      expect(await failureOf(fault)).toMatchObject({ retryable: true });
    }
    for (const fault of [answer(403, 'AccessDenied'), answer(400, 'Any'), answer(501, 'NotImplemented')]) {
      expect(await failureOf(fault)).toMatchObject({ retryable: false });
    }
  });

  test.each([
    ['ExpiredTokenException', 's3-credentials-expired'],
    ['TokenRefreshRequired', 's3-credentials-expired'],
    ['SignatureDoesNotMatch', 's3-credentials-invalid'],
    ['InvalidToken', 's3-credentials-invalid'],
    ['IllegalLocationConstraintException', 's3-region-wrong'],
    ['KMS.NotFoundException', 's3-key-unusable'],
    ['KMS.InvalidStateException', 's3-key-unusable'],
    ['KMS.KMSInvalidStateException', 's3-key-unusable'],
    ['KMS.AccessDeniedException', 's3-key-denied'],
  ])('%s is %s', async (code, expected) => {
    expect(await failureOf(answer(400, code))).toMatchObject({ code: expected });
  });

  test('an object in an archive class', async () => {
    const { store, fake } = await openFakeS3Lake();
    await store.putIfAbsent('a', bytes('x'));
    fake.faults = () => answer(403, 'InvalidObjectState');
    await expect(store.get('a')).rejects.toThrow(
      `${A}: the object lies in an archive class and cannot be read at once; restore it in S3, then run again [s3-archived]`,
    );
  });
});

describe('what something on the way answers in place of S3', () => {
  test.each([
    [502, '<html><body><h1>502 Bad Gateway</h1></body></html>'],
    [503, 'Service Unavailable\n'],
    [504, ''],
    [500, '{"error": "upstream"}'],
    [502, '<html><br></html>'],
  ])('is tried again and then told as unavailable: %i %j', async (status, text) => {
    const { store, fake } = await openFakeS3Lake({ store: { limits: TWO_TRIES } });
    await store.putIfAbsent('a', bytes('x'));
    fake.faults = ({ number }) => (number % 2 === 0 ? { kind: 'proxy', status, text } : null);
    expect(await store.get('a')).toEqual(new Uint8Array(Buffer.from('x')));
    expect((await store.head('a'))?.bytes).toBe(1);
    fake.faults = () => ({ kind: 'proxy', status, text });
    for (const call of [
      () => store.putIfAbsent('b', bytes('x')),
      () => store.get('a'),
      () => store.list(''),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 's3-unavailable', retryable: true });
    }
  });

  test('as a refusal is told with its status', async () => {
    const failure = await failureOf({ kind: 'proxy', status: 407, text: '<html>Proxy login</html>' });
    expect(failure).toMatchObject({ code: 's3-request-refused' });
    expect((failure as Error).message).toContain('S3 refuses PutObject (407 ');
  });
});

describe('what the fake refuses by itself is told the same way', () => {
  test('a bucket that is not there, by every call but those that ask for nothing', async () => {
    const { open } = await openFakeS3Lake();
    const store = await open({ location: { bucket: 'no-bucket', prefix: 'p' } });
    const missing = { code: 's3-bucket-missing', data: { bucket: 'no-bucket' } };
    await expect(store.putIfAbsent('a', bytes('x'))).rejects.toMatchObject(missing);
    await expect(store.get('a')).rejects.toMatchObject(missing);
    await expect(store.list('')).rejects.toMatchObject(missing);
    await expect(store.localFile('a')).rejects.toMatchObject(missing);
    await expect(store.abandoned(1n, 'list')).rejects.toMatchObject(missing);
  });

  test('another region', async () => {
    const { open } = await openFakeS3Lake();
    const store = await open({ region: 'eu-west-1' });
    const wrong = {
      code: 's3-region-wrong',
      data: { bucket: 'acme-surveillance', region: 'eu-west-1', actual_region: 'us-east-1' },
    };
    await expect(store.putIfAbsent('a', bytes('x'))).rejects.toMatchObject(wrong);
    await expect(store.head('a')).rejects.toMatchObject(wrong);
  });

  test('an access key that nobody knows', async () => {
    const credentials = { accessKeyId: 'other', secretAccessKey: 'x' };
    expect(await failureOf(null, { means: { credentials } })).toMatchObject({
      code: 's3-credentials-invalid',
    });
  });

  test('another key than the policy of the bucket names', async () => {
    expect(await failureOf(null, { store: { kms_key: 'other' } })).toMatchObject({
      code: 's3-access-denied',
      data: { reason: '403 AccessDenied: an explicit deny in a resource-based policy' },
    });
  });
});

describe('an answer without a body, as HEAD has it', () => {
  test('is explained by a call that has one', async () => {
    const { store, fake } = await openFakeS3Lake();
    fake.faults = () => answer(400, 'ExpiredToken');
    await expect(store.head('a')).rejects.toMatchObject({ code: 's3-credentials-expired' });
  });

  test('is told as it is where nothing explains it', async () => {
    const { store, fake } = await openFakeS3Lake();
    fake.faults = ({ operation }) => (operation === 'HeadObject' ? answer(403, 'AccessDenied') : null);
    await expect(store.head('a')).rejects.toMatchObject({
      code: 's3-access-denied',
      data: { operation: 'HeadObject', uri: A },
    });
  });
});

describe('what never reaches S3', () => {
  test('a connection that is refused', async () => {
    const { store, fake } = await openFakeS3Lake({
      store: { limits: TWO_TRIES },
      means: { random: () => 1 },
    });
    await fake.stop();
    const failure = await store.get('a').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 's3-unreachable', retryable: true });
    expect((failure as Error).message).toMatch(
      /^s3:\/\/acme-surveillance\/lake\/a: no answer to GetObject \(ECONNREFUSED.*; tries: 2, seconds: 4\); check the network, the VPC endpoint and s3\.endpoint, then run again \[s3-unreachable\]$/,
    );
  });

  test('a connection that is cut, and one that stays silent', async () => {
    expect(await failureOf({ kind: 'cut-before' })).toMatchObject({ code: 's3-unreachable' });
    const { open, fake } = await openFakeS3Lake({ store: { limits: TWO_TRIES } });
    let release: (value: unknown) => void = () => undefined;
    const until = new Promise((resolve) => {
      release = resolve;
    });
    fake.faults = () => ({ kind: 'hold', until });
    const silent = await open({ silence_ms: 30 });
    await expect(silent.get('a')).rejects.toMatchObject({ code: 's3-unreachable' });
    release(null);
  });

  test('a call without credentials', async () => {
    const credentials = (): Promise<never> =>
      Promise.reject(
        Object.assign(new Error('Could not load credentials from any providers'), {
          name: 'CredentialsProviderError',
        }),
      );
    expect(await failureOf(null, { means: { credentials } })).toMatchObject({
      message:
        'no AWS credentials are found (Could not load credentials from any providers); sign in, set AWS_PROFILE, or give this machine a role [s3-credentials-missing]',
    });
  });

  test('a call whose sign-in has expired', async () => {
    const credentials = (): Promise<never> =>
      Promise.reject(
        Object.assign(new Error('The SSO session has expired'), { name: 'CredentialsProviderError' }),
      );
    expect(await failureOf(null, { means: { credentials } })).toMatchObject({
      code: 's3-credentials-expired',
    });
  });

  test('a store for which no region is set', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nothing');
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(openFakeS3Lake({ store: { region: undefined } })).rejects.toThrow(
      's3://acme-surveillance: no AWS region is set; name it as s3.region in tapewarden.yaml or in AWS_REGION [s3-region-missing]',
    );
  });
});

test('a source that cannot be read is told by its path, and S3 is not asked', async () => {
  const { store, fake } = await openFakeS3Lake();
  await expect(store.putIfAbsent('a', { file: '/nothing/there' })).rejects.toMatchObject({
    code: 'file-unreadable',
    data: { path: '/nothing/there' },
  });
  expect(fake.calls).toEqual([]);
});

test('a cache folder that cannot be written is told by its path', async () => {
  const { store, open } = await openFakeS3Lake();
  await store.putIfAbsent('a', bytes('x'));
  const blocked = await open({ cache: '/dev/null/cache' });
  await expect(blocked.localFile('a')).rejects.toMatchObject({ code: 'file-unwritable' });
});
