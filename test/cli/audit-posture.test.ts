import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { documentFault } from '../../src/domain/document-fault.js';
import type { Posture } from '../../src/domain/generated/posture.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FakeCloudTrail } from '../fakes/cloudtrail/fake-cloudtrail.js';
import { FakeKms, soundKey } from '../fakes/kms/fake-kms.js';
import { FAKE_ENDPOINT } from '../fakes/s3/fake-bucket-settings.js';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1';
const TRAIL = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit';
let s3: FakeS3;
let kms: FakeKms;
let cloudtrail: FakeCloudTrail;
let place: ReturnType<typeof temporaryFolder>;
let tapewarden: Cli;

beforeEach(async () => {
  s3 = await FakeS3.start({ required_kms_key: KEY });
  s3.bucket('acme');
  s3.bucket('acme-audit');
  cloudtrail = await FakeCloudTrail.start();
  cloudtrail.trails.push({
    trail: {
      TrailARN: TRAIL,
      HomeRegion: 'us-east-1',
      S3BucketName: 'acme-audit',
      IsMultiRegionTrail: true,
      LogFileValidationEnabled: true,
    },
    status: { IsLogging: true },
    selectors: {
      EventSelectors: [
        {
          IncludeManagementEvents: true,
          ReadWriteType: 'All',
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
        },
      ],
    },
  });
  kms = await FakeKms.start();
  kms.keys.set(KEY, soundKey('111122223333', 'us-east-1'));
  place = temporaryFolder();
  tapewarden = cliIn(place.folder);
  stubAwsEnvironment();
  writeFileSync(
    path.join(place.folder, 'tapewarden.yaml'),
    `lake: s3://acme/lake
s3: {kms_key: "${KEY}", endpoint: "${s3.endpoint}", kms_endpoint: "${kms.endpoint}", force_path_style: true}
trail: {arn: "${TRAIL}", endpoint: "${s3.endpoint}", cloudtrail_endpoint: "${cloudtrail.endpoint}", force_path_style: true}
access:
  readers: []
  writers: ["arn:aws:iam::111122223333:role/writer"]
  vpc_endpoints: [${FAKE_ENDPOINT}]
  other_buckets: [acme-audit]
`,
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  place.remove();
  await s3.stop();
  await cloudtrail.stop();
  await kms.stop();
});

async function posture(): Promise<Posture & { exit: string }> {
  const { exit, stdout } = await tapewarden('audit', 'posture', '--json');
  const document = JSON.parse(stdout) as Posture;
  expect(await documentFault('posture', document)).toBeNull();
  return { ...document, exit };
}

test('an account as it should be passes every control of both buckets and the trail', async () => {
  const found = await posture();
  expect(found.controls.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  expect(found).toMatchObject({ exit: 'clear', pass: 29, fail: 0, unknown: 0 });
  expect(found.resources).toEqual(['s3://acme', 's3://acme-audit', KEY, TRAIL]);
  expect(s3.calls.every(({ operation }) => operation.startsWith('Get'))).toBe(true);
});

test('what does not hold is told with what was seen, what an attacker gains and what to do', async () => {
  const audit = s3.bucket('acme-audit');
  audit.settings = { ...audit.settings, versioning: 'Suspended' };
  cloudtrail.denied.add('GetTrailStatus');
  const { exit, stdout, stderr } = await tapewarden('audit', 'posture');
  expect(exit).toBe('findings');
  expect(stderr).toBe('s3://acme/lake: 4 resources, 27 controls pass, 1 fail, 1 unknown\n');
  expect(stdout).toMatch(/^s3:\/\/acme\n {2}pass {5}s3-default-key\n/);
  expect(stdout).toContain('\ns3://acme-audit\n  pass     s3-default-key\n  fail     s3-versioned\n');
  expect(
    stdout.slice(stdout.indexOf('\nfail s3-versioned of') + 1),
  ).toBe(`fail s3-versioned of s3://acme-audit: Every version of an object is kept
  rules  NIST 800-53 AU-9, CP-9; SEC 17a-4(f)(2)(i)
  seen   versioning is Suspended, expected Enabled
  gain   a way to overwrite a record so that the original cannot be produced again
  next   enable versioning on the bucket

unknown cloudtrail-logging of ${TRAIL}: The trail records, and its logs and digests arrive
  rules  NIST 800-53 AU-2, AU-12; SEC 17a-4(f)(2)(i)(A)
  seen   it cannot be read
  gain   time in which nothing is on record
  next   allow cloudtrail:GetTrailStatus to this role
`);
});

test('a trail that may not be described is unknown, and the buckets are judged all the same', async () => {
  cloudtrail.denied.add('DescribeTrails');
  expect(await posture()).toMatchObject({ exit: 'findings', pass: 24, fail: 0, unknown: 5 });
});

test('a lake in a folder has no account to judge', async () => {
  expect(await tapewarden('audit', 'posture', '--lake', 'lake')).toEqual({
    exit: 'invalid_spec',
    stdout: '',
    stderr: `the lake is ${path.join(place.folder, 'lake')}, expected s3://bucket/prefix: a folder has no account that could be judged [posture-lake-local]\n`,
  });
});
