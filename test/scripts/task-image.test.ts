import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { FakeSecretsManager } from '../fakes/secrets-manager/fake-secrets-manager.js';
import { IMAGE_LINES, instructions, startImage } from '../support/start-image.js';
import { ownBundle, unpackBundle } from '../support/unpacked-bundle.js';

const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:tapewarden-dev-personal-key-a1B2c3';
const KEY = 'c0ffee04'.repeat(8);

/** The folder that `docker build` is given: the unpacked bundle. */
let context: string;

beforeAll(async () => {
  context = unpackBundle(await ownBundle());
}, 120_000);
afterAll(() => rmSync(context, { recursive: true }));

test('what the image copies is in the bundle, and it runs as nobody in particular', () => {
  const copied = instructions('COPY').map((line) => line.split(' ')[0] ?? '');
  expect(copied).toEqual(['.']);
  for (const source of copied) expect(existsSync(path.join(context, source))).toBe(true);
  const [, script = ''] = JSON.parse(instructions('CMD')[0] ?? '[]') as string[];
  expect(existsSync(path.join(context, script))).toBe(true);
  expect(instructions('USER')).toEqual(['node']);
  // Nothing after the user is set may need to be root, and nothing may be fetched from elsewhere.
  expect(IMAGE_LINES.findIndex((line) => line.startsWith('USER '))).toBeGreaterThan(
    IMAGE_LINES.findLastIndex((line) => /^(RUN|COPY) /.test(line)),
  );
  expect(IMAGE_LINES.filter((line) => /^ADD |curl|wget|apt/.test(line))).toEqual([]);
});

test('its command tells that it was started without a step, as the code 2', async () => {
  const { exit, said } = await startImage(context, {});
  expect(exit).toBe(2);
  expect(JSON.parse(said)).toMatchObject({ code: 'task-step-unknown' });
});

test('its command reads the key of tokens by its ARN before it works, and says nothing of it', async () => {
  const s3 = await FakeS3.start({ required_kms_key: 'arn:aws:kms:us-east-1:111122223333:key/1' });
  const secrets = await FakeSecretsManager.start();
  secrets.secrets.set(ARN, KEY);
  for (const name of ['lake', 'raw', 'state']) s3.bucket(name);
  mkdirSync(path.join(context, 'project'), { recursive: true });
  writeFileSync(
    path.join(context, 'project', 'tapewarden.yaml'),
    `lake: s3://lake/l
s3: {kms_key: "arn:aws:kms:us-east-1:111122223333:key/1", region: us-east-1, endpoint: "${s3.endpoint}", force_path_style: true}
personal: {key_secret: "${ARN}"}
`,
  );
  const { exit, said } = await startImage(context, {
    TAPEWARDEN_PROJECT: path.join(context, 'project'),
    TAPEWARDEN_RAW: 's3://raw',
    TAPEWARDEN_STATE: 's3://state',
    TAPEWARDEN_REPORTS: 's3://lake/reports',
    TAPEWARDEN_STEP: 'canonicalize-delivery',
    TAPEWARDEN_WORK: path.join(context, 'work'),
    TAPEWARDEN_EVENT: JSON.stringify({
      execution: 'e',
      trade_date: '2026-11-20',
      range: { files: [], bytes: 0, large: true, why: 'it is large', most_seconds: 60 },
    }),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
  });
  await secrets.stop();
  await s3.stop();
  expect(secrets.calls, said).toEqual(['GetSecretValue']);
  expect(said).not.toContain(KEY);
  expect(exit, said).toBe(0);
});
