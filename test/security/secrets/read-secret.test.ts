import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readSecret } from '../../../src/security/secrets/read-secret.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { FakeSecretsManager } from '../../fakes/secrets-manager/fake-secrets-manager.js';

const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:tapewarden-dev-personal-key-a1B2c3';
const TEXT = 'c0ffee04'.repeat(8);
const means = { now_ms: () => 0, sleep: async () => undefined, random: () => 0 };
let service: FakeSecretsManager;

beforeEach(async () => {
  stubAwsEnvironment();
  service = await FakeSecretsManager.start();
  service.secrets.set(ARN, TEXT);
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', service.endpoint);
});
afterEach(async () => {
  await service.stop();
  vi.unstubAllEnvs();
});

test('the text of a secret is read by its ARN', async () => {
  expect(await readSecret(ARN, means)).toBe(TEXT);
  expect(service.calls).toEqual(['GetSecretValue']);
});

test('a call that is throttled, or whose reply is lost, is made again', async () => {
  service.faults = ({ number }) => {
    if (number === 1) return { kind: 'error', code: 'ThrottlingException', status: 400 };
    return number === 2 ? { kind: 'dropped', when: 'after' } : null;
  };
  expect(await readSecret(ARN, means)).toBe(TEXT);
  expect(service.calls).toHaveLength(3);
});

test.each([
  ['denied', () => Object.assign(service, { denied: true }), 'AccessDeniedException'],
  ['not there', () => service.secrets.clear(), 'ResourceNotFoundException'],
  ['bytes', () => service.secrets.set(ARN, Buffer.from(TEXT)), 'no text'],
])(
  'a secret that is %s is unreadable at once, and the message does not hold it',
  async (_, spoil, reason) => {
    spoil();
    const failure = await readSecret(ARN, means).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ code: 'secret-unreadable', retryable: false });
    expect(String(failure)).toContain(reason);
    expect(String(failure)).not.toContain(TEXT);
    expect(service.calls).toHaveLength(1);
  },
);

test('a service that never answers is unavailable, and may be asked again', async () => {
  service.faults = () => ({ kind: 'dropped', when: 'before' });
  await expect(readSecret(ARN, means)).rejects.toMatchObject({
    code: 'secret-unavailable',
    retryable: true,
    data: { attempts: 5 },
  });
});
