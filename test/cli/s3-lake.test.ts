import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { acmeFile, acmeLine, acmeName } from '../canonicalize/support/feeds.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FAKE_ENDPOINT, type FakeBucketSettings } from '../fakes/s3/fake-bucket-settings.js';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const KEY = 'alias/surveillance';
let fake: FakeS3;
let place: ReturnType<typeof temporaryFolder>;
let tapewarden: Cli;

beforeEach(async () => {
  fake = await FakeS3.start({ required_kms_key: KEY });
  fake.bucket('acme');
  place = temporaryFolder();
  tapewarden = cliIn(place.folder);
  stubAwsEnvironment();
  mkdirSync(path.join(place.folder, 'deliveries'));
  writeFileSync(path.join(place.folder, 'deliveries', acmeName), acmeFile([acmeLine(1), acmeLine(2)]));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  place.remove();
  await fake.stop();
});

function configure(text: string): void {
  writeFileSync(path.join(place.folder, 'tapewarden.yaml'), text);
}

const settings = (): string =>
  `s3:\n  kms_key: ${KEY}\n  endpoint: ${fake.endpoint}\n  force_path_style: true\n  part_mib: 5\n`;

describe('a project whose lake is in S3', () => {
  test('canonicalizes into the bucket, works in its own folder, and adds nothing the second time', async () => {
    configure(`lake: s3://acme/lake\n${settings()}`);
    const first = await tapewarden('canonicalize', '--date', '2026-11-20');
    expect(first).toMatchObject({ exit: 'clear', stderr: '' });
    expect(first.stdout).toMatch(/^published +2 +2 +0 +0 /m);
    const kinds = (): (string | undefined)[] =>
      fake
        .bucket('acme')
        .keys()
        .map((key) => key.split('/')[1]);
    expect(kinds()).toEqual(['data', 'manifests', 'raw']);
    expect(readdirSync(place.folder).sort()).toEqual(['.work', 'deliveries', 'tapewarden.yaml']);
    const second = await tapewarden('canonicalize', '--date', '2026-11-20');
    expect(second.stdout).toMatch(/^already published /m);
    expect(kinds()).toHaveLength(3);
  });

  test('may be named by the flag alone, and is shown as it is written there', async () => {
    configure(settings());
    const lake = ['--lake', 's3://acme/other/'];
    const run = await tapewarden('run', '--date', '2026-11-20', ...lake);
    expect(run.stdout).toContain('lake        s3://acme/other\n');
    expect(
      new Set(
        fake
          .bucket('acme')
          .keys()
          .map((key) => key.split('/')[0]),
      ),
    ).toEqual(new Set(['other']));
    const doctor = await tapewarden('doctor', ...lake);
    expect(doctor.exit).toBe('clear');
    expect(doctor.stdout).toContain(
      `ok    lake         s3://acme/other, 1 delivery in force, to be encrypted with ${KEY}; writing was not tried\n`,
    );
  });

  test('is told by doctor where it cannot be reached, with the next step', async () => {
    configure(`lake: s3://nobody\n${settings()}`);
    const { exit, stdout } = await tapewarden('doctor');
    expect(exit).toBe('outside_failed');
    expect(stdout).toContain(
      'FAIL  lake         s3://nobody: there is no such bucket; check lake in tapewarden.yaml and the account of the credentials [s3-bucket-missing]\n',
    );
  });

  test('ends a command with exit code outside_failed and one line where S3 denies it', async () => {
    configure(`lake: s3://acme/lake\n${settings().replace(KEY, 'alias/other')}`);
    const { settings: set } = fake.bucket('acme');
    fake.bucket('acme').settings = { ...set, encryption: { algorithm: 'aws:kms', kms_key: 'alias/other' } };
    const { exit, stderr } = await tapewarden('canonicalize', '--date', '2026-11-20');
    expect(exit).toBe('outside_failed');
    expect(stderr).toMatch(/^s3:\/\/acme\/lake\/\S+: S3 denies PutObject \(.*\[s3-access-denied\]\n$/);
  });
});

test('nothing is written to a bucket that is not as it should be, and what is wrong is told with the next step', async () => {
  configure(`lake: s3://acme/lake\n${settings()}`);
  const bucket = fake.bucket('acme');
  bucket.settings = { ...bucket.settings, versioning: 'Suspended', policy: null };
  const { exit, stderr } = await tapewarden('canonicalize', '--date', '2026-11-20');
  expect(exit).toBe('outside_failed');
  expect(stderr).toBe(
    's3://acme: nothing was written, because the bucket is not safe: s3-versioned: versioning is Suspended, expected Enabled; enable versioning on the bucket. s3-tls-only: policy is not set; deny s3:* on the bucket and its objects where aws:SecureTransport is false, in a statement of its own. s3-vpc-endpoint-only: policy is not set; deny s3:* on the bucket and its objects where aws:SourceVpce is none of the endpoints (StringNotEqualsIfExists), but for services of AWS and the role for emergencies. tapewarden audit posture says more [s3-bucket-unsafe]\n',
  );
  expect(bucket.keys()).toEqual([]);
  expect(
    fake.calls.filter(({ operation }) => !operation.startsWith('Get') && !operation.startsWith('List')),
  ).toEqual([]);
});

/** The policy of the bucket without one of its denials. */
function withoutDenial({ policy }: FakeBucketSettings, sid: string): object {
  const { Statement, ...rest } = policy as { Statement: { Sid: string }[] };
  const left = Statement.filter(({ Sid }) => Sid !== sid);
  expect(left).toHaveLength(Statement.length - 1);
  return { ...rest, Statement: left };
}

test.each<[string, string, (sound: FakeBucketSettings) => Partial<FakeBucketSettings>]>([
  ['s3-default-key', 'not encrypted', () => ({ encryption: null })],
  ['s3-versioned', 'never versioned', () => ({ versioning: null })],
  ['s3-public-blocked', 'open to the public', () => ({ public_access: null })],
  ['s3-tls-only', 'read without TLS', (sound) => ({ policy: withoutDenial(sound, 'TlsOnly') })],
  [
    's3-vpc-endpoint-only',
    'open from anywhere',
    (sound) => ({ policy: withoutDenial(sound, 'EndpointOnly') }),
  ],
])(
  '%s alone keeps a command from writing to a bucket that is %s, and no flag lets it',
  async (id, _, spoil) => {
    const access = `access: {readers: [], writers: ["arn:aws:iam::111122223333:role/writer"], vpc_endpoints: [${FAKE_ENDPOINT}]}\n`;
    const bucket = fake.bucket('acme');
    bucket.settings = { ...bucket.settings, ...spoil(bucket.settings) };
    for (const [command, said] of [
      ['canonicalize', access],
      ['canonicalize', ''],
      ['run', access],
    ] as const) {
      configure(`lake: s3://acme/lake\n${settings()}${said}`);
      const { exit, stderr } = await tapewarden(command, '--date', '2026-11-20');
      expect([command, exit]).toEqual([command, 'outside_failed']);
      expect([...stderr.matchAll(/\b(s3-[a-z-]+):/g)].map(([, told]) => told)).toEqual([id]);
      expect(stderr).toContain('[s3-bucket-unsafe]');
      for (const flag of ['--i-know', '--force'])
        expect((await tapewarden(command, '--date', '2026-11-20', flag)).exit).toBe('usage');
    }
    expect(bucket.keys()).toEqual([]);
  },
);

describe('a lake in S3 that is not well named', () => {
  test.each([
    ['s3://', 's3://'],
    ['s3://Acme/lake', 's3://Acme/lake'],
    ['s3://acme//lake', 's3://acme//lake'],
  ])('%s is refused, by flag as wrong usage and in the configuration as invalid', async (uri) => {
    const line = (at: string): string =>
      `${at}: the lake is "${uri}", expected s3://bucket/prefix with the name of a bucket and no empty part [lake-uri-invalid]\n`;
    configure(settings());
    expect(await tapewarden('canonicalize', '--lake', uri)).toEqual({
      exit: 'usage',
      stdout: '',
      stderr: line('--lake'),
    });
    configure(`lake: "${uri}"\n${settings()}`);
    expect(await tapewarden('canonicalize')).toEqual({
      exit: 'invalid_spec',
      stdout: '',
      stderr: line('tapewarden.yaml'),
    });
  });

  test('or has no key is refused with what is missing', async () => {
    expect(await tapewarden('canonicalize', '--lake', 's3://acme/lake')).toEqual({
      exit: 'invalid_spec',
      stdout: '',
      stderr:
        'tapewarden.yaml: says nothing of s3, expected "s3: {kms_key: ..., region: ...}" for the lake s3://acme/lake; name the key that encrypts it [lake-key-missing]\n',
    });
  });

  test.each([
    ['without a key', 's3: {region: us-east-1}', 'kms_key'],
    ['with an unknown setting', 's3: {kms_key: k, regoin: x}', 'regoin'],
    ['with parts below 5 MiB', 's3: {kms_key: k, part_mib: 4}', '4'],
    ['with no address', 's3: {kms_key: k, endpoint: here}', 'here'],
  ])('or whose settings are %s is refused by line', async (_, text, named) => {
    configure(`lake: s3://acme\n${text}\n`);
    const { exit, stderr } = await tapewarden('canonicalize');
    expect(exit).toBe('invalid_spec');
    expect(stderr).toMatch(/^tapewarden\.yaml:2:/);
    expect(stderr).toContain(named);
  });
});
