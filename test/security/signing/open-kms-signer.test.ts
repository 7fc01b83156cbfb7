import { createHash, type KeyObject, verify } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openKmsSigner } from '../../../src/security/signing/open-kms-signer.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { FakeKms, signingKey, soundKey } from '../../fakes/kms/fake-kms.js';

const ARN = 'arn:aws:kms:us-east-1:111122223333:key/reports';
const message = Buffer.from('a statement');
const digest = createHash('sha256').update(message).digest();
let kms: FakeKms;

beforeEach(async () => {
  stubAwsEnvironment();
  kms = await FakeKms.start();
  kms.aliases.set('alias/reports', ARN);
});
afterEach(async () => {
  await kms.stop();
  vi.unstubAllEnvs();
});

function signer(key = ARN) {
  const means = { now_ms: () => 0, sleep: async () => undefined, random: () => 0 };
  return openKmsSigner(key, { region: 'us-east-1', endpoint: kms.endpoint }, means);
}

test.each([
  ['ECC_NIST_P256', 'ecdsa-sha256'],
  ['RSA_2048', 'rsa-sha256'],
] as const)(
  'a key of %s signs a digest, which its public half confirms of the message',
  async (spec, algorithm) => {
    const key = signingKey(spec);
    kms.keys.set(ARN, key);
    const own = signer('alias/reports');
    expect(await own.describe()).toMatchObject({ arn: ARN, algorithm });
    for (let time = 0; time < 5; time += 1) {
      const signature = await own.sign(digest);
      expect(verify('sha256', message, key.pair?.publicKey as KeyObject, signature)).toBe(true);
      expect(verify('sha256', Buffer.from('another'), key.pair?.publicKey as KeyObject, signature)).toBe(
        false,
      );
    }
    expect(kms.calls.filter((call) => call === 'GetPublicKey')).toHaveLength(1);
  },
);

test.each([
  ['is not there', () => undefined, 'NotFoundException'],
  ['is disabled', () => kms.keys.set(ARN, { ...signingKey(), state: 'Disabled' }), 'DisabledException'],
  [
    'is about to be deleted',
    () => kms.keys.set(ARN, { ...signingKey(), state: 'PendingDeletion' }),
    'KMSInvalidStateException',
  ],
  [
    'encrypts',
    () => kms.keys.set(ARN, soundKey('111122223333', 'us-east-1')),
    'UnsupportedOperationException',
  ],
  ['signs otherwise', () => kms.keys.set(ARN, signingKey('ECC_NIST_P384')), 'ECDSA_SHA_384'],
])('a key that %s cannot sign', async (_, given, reason) => {
  given();
  await expect(signer().sign(digest)).rejects.toMatchObject({ code: 'signing-key-unfit' });
  await expect(signer().describe()).rejects.toThrow(reason);
});

test('a digest of another length is refused by the service', async () => {
  kms.keys.set(ARN, signingKey());
  await expect(signer().sign(digest.subarray(1))).rejects.toThrow(
    /ValidationException.*\[signing-key-unfit\]/,
  );
});

test('whoever may not read the key or may not sign with it is told which permission lacks', async () => {
  kms.keys.set(ARN, signingKey());
  kms.denied.add('Sign');
  await expect(signer().sign(digest)).rejects.toThrow(/kms:Sign is not allowed .*\[signing-denied\]/);
  kms.denied.add('GetPublicKey');
  await expect(signer().sign(digest)).rejects.toThrow(/kms:GetPublicKey is not allowed/);
});

test('a lost reply is asked for again, and a service that never answers is told', async () => {
  kms.keys.set(ARN, signingKey());
  kms.faults = ({ number }) => (number === 2 ? { kind: 'dropped', when: 'after' } : null);
  expect(await signer().sign(digest)).toBeInstanceOf(Uint8Array);
  kms.faults = () => ({ kind: 'dropped', when: 'before' });
  await expect(signer().sign(digest)).rejects.toThrow(
    /got no answer in 5 attempts .*\[signing-unavailable\]/,
  );
});
