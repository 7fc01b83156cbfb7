import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reconciliation } from '../../src/domain/generated/reconciliation.js';
import type { Report } from '../../src/domain/generated/report.js';
import { acmeFile, acmeLine, acmeName } from '../canonicalize/support/feeds.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { writeTrailCopy } from '../security/access/support/trail-copy-folder.js';
import { ENDPOINT, KMS_KEY, roleArn, type ShortRecord } from '../security/access/support/trail-record.js';
import { schemaErrors } from '../support/schema-errors.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

let fake: FakeS3;
let place: ReturnType<typeof temporaryFolder>;
let tapewarden: Cli;

beforeEach(async () => {
  stubAwsEnvironment();
  fake = await FakeS3.start({ required_kms_key: KMS_KEY });
  fake.bucket('lake-bucket');
  place = temporaryFolder();
  tapewarden = cliIn(place.folder, BigInt(Date.parse('2026-11-20T20:30:00Z')) * 1_000_000n);
  mkdirSync(path.join(place.folder, 'deliveries'));
  writeFileSync(path.join(place.folder, 'deliveries', acmeName), acmeFile([acmeLine(1), acmeLine(2)]));
  configure(
    `access: {readers: ["${roleArn('Reader')}"], writers: ["${roleArn('Writer')}"], vpc_endpoints: [${ENDPOINT}]}`,
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  place.remove();
  await fake.stop();
});

function configure(access: string, key = KMS_KEY): void {
  const s3 = `s3: {kms_key: "${key}", endpoint: "${fake.endpoint}", force_path_style: true}`;
  writeFileSync(
    path.join(place.folder, 'tapewarden.yaml'),
    `lake: s3://lake-bucket/lake\n${s3}\n${access}\n`,
  );
}

/** What CloudTrail would have recorded of the fake's puts. */
function puts(): ShortRecord[] {
  return fake.calls
    .filter(({ operation }) => operation === 'PutObject')
    .map(({ operation, key, number, headers }) => ({
      ...{
        eventID: `event-${number}`,
        eventTime: '2026-11-20T20:30:00Z',
        eventName: operation,
        role: 'Writer',
      },
      requestID: `REQUEST${String(number).padStart(8, '0')}`,
      requestParameters: { bucketName: 'lake-bucket', key },
      version: fake.bucket('lake-bucket').versions(key)[0]?.version_id,
      bytes: Number(headers['content-length'] ?? 0),
    }));
}

/** A day of which hour 20 has the puts of a delivery and what is given. */
async function recordDay(more: readonly ShortRecord[]): Promise<void> {
  await tapewarden('canonicalize', '--date', '2026-11-20');
  const records = [...puts(), ...more];
  const hours = Array.from({ length: 24 }, (_, hour) => (hour === 20 ? records : []));
  writeTrailCopy(place.folder, { day: '2026-11-20', hours });
}

const reconcile = (...more: string[]) =>
  tapewarden('audit', 'reconcile', '--date', '2026-11-20', '--copy', 'trail', '--keys', 'keys.json', ...more);

/** The one log of the copy, or its digest. */
function copied(kind: 'CloudTrail' | 'CloudTrail-Digest', end: string): string {
  const files = readdirSync(path.join(place.folder, 'trail'), { recursive: true, encoding: 'utf8' });
  const file = files.find((name) => name.includes(`/${kind}/`) && name.includes(end) && name.endsWith('.gz'));
  return path.join(place.folder, 'trail', String(file));
}

test('a day whose writes are all in signed logs, and nothing else, is clear', async () => {
  await recordDay([{ eventID: 'read', eventTime: '2026-11-20T20:31:00Z', key: 'data/x' }]);
  const { exit, stdout, stderr } = await reconcile();
  expect(stderr).toMatchInlineSnapshot(`
    "range       2026-11-20T00:00:00Z to 2026-11-21T00:00:00Z, s3://lake-bucket/lake
    logs        1 verified, 0 unverified and not used
    records     4 actions, of which 0 failed
    writes      3 recorded by the lake, 3 with their event, 0 without
    events      3 writes of lake objects, 3 as recorded
    findings    0 by 0 of 32 rules
    "
  `);
  expect({ exit, stdout }).toEqual({ exit: 'clear', stdout: '' });
});

test('each finding is told in a sentence, and the document says where its event is', async () => {
  await recordDay([
    { eventID: 'stranger', eventTime: '2026-11-20T20:31:00Z', key: 'data/x', role: 'Stranger' },
    { eventID: 'rogue', eventTime: '2026-11-20T20:32:00Z', eventName: 'PutObject', key: 'data/rogue' },
  ]);
  const { exit, stdout } = await reconcile();
  expect(exit).toBe('findings');
  expect(stdout).toMatchInlineSnapshot(`
    "SEVERITY  UTC                   FINDING
    high      2026-11-20T20:31:00Z  arn:aws:iam::111122223333:role/pipeline/Stranger
                                    read data/x, but is not among the readers that
                                    are allowed [read-by-stranger]
    high      2026-11-20T20:32:00Z  arn:aws:iam::111122223333:role/pipeline/Writer
                                    wrote data/rogue by request REQUEST, but no
                                    manifest or record of the lake names this key
                                    [write-unrecorded]
    "
  `);
  const document = JSON.parse((await reconcile('--json')).stdout) as Reconciliation;
  expect(schemaErrors('reconciliation', [document])).toEqual([]);
  expect(document.findings.map(({ event }) => event?.event_id)).toEqual(['stranger', 'rogue']);
  expect(document.findings[0]?.event?.log_key).toContain('us-east-1_20261120T2000Z_');
});

test('a log whose bytes were changed is not used, and its writes are missing', async () => {
  await recordDay([]);
  const log = copied('CloudTrail', 'T2000Z');
  writeFileSync(log, gzipSync(Buffer.concat([gunzipSync(readFileSync(log)), Buffer.from(' ')])));
  const { exit, stdout } = await reconcile('--json');
  expect(exit).toBe('findings');
  const document = JSON.parse(stdout) as Reconciliation;
  expect(document.logs).toEqual({ verified: 0, unverified: 1 });
  expect(document.unverified[0]?.reason).toMatch(/its content hashes to .* \[log-hash-mismatch\]$/);
  expect(new Set(document.findings.map(({ rule_id }) => rule_id))).toEqual(new Set(['write-missing']));
  expect(document.records.read).toBe(0);
});

test.each([
  ['zeros', Buffer.alloc(8)],
  ['an empty second member', gzipSync(Buffer.alloc(0))],
])('a log with %s after its gzip stream is not used, though its text is the same', async (_, appended) => {
  await recordDay([]);
  const log = copied('CloudTrail', 'T2000Z');
  writeFileSync(log, Buffer.concat([readFileSync(log), appended]));
  const document = JSON.parse((await reconcile('--json')).stdout) as Reconciliation;
  expect(document.logs).toEqual({ verified: 0, unverified: 1 });
  expect(document.unverified[0]?.reason).toMatch(
    /is not exactly one gzip member \(bytes-after-end\).*\[log-gzip-malformed\]$/,
  );
});

test('without the digest of an hour the hour is a gap and its log is unverified', async () => {
  await recordDay([]);
  rmSync(copied('CloudTrail-Digest', 'T210000Z'));
  const { unverified } = JSON.parse((await reconcile('--json')).stdout) as Reconciliation;
  expect(unverified.map(({ reason }) => reason)).toMatchInlineSnapshot(`
    [
      "111122223333/us-east-1/main/standard: no digest covers 2026-11-20T20:00:00Z to 2026-11-20T21:00:00Z (hours: 1, at the middle of the chain), expected one an hour; restore them, and find out who deleted them [digests-missing]",
      "s3://trail-bucket/AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20261120T200000Z.json.gz: has no metadata "signature", which every digest is delivered with and a copy by tapewarden audit verify --save keeps; its logs are unverified, restore it from a copy or an older version, and find out who changed it [digest-signature-missing]",
    ]
  `);
});

test('an empty copy is a gap and never clear', async () => {
  await recordDay([]);
  rmSync(path.join(place.folder, 'trail'), { recursive: true });
  mkdirSync(path.join(place.folder, 'trail'));
  const { exit, stdout } = await reconcile();
  expect(exit).toBe('findings');
  expect(stdout).toContain('[digests-absent]');
});

test('what is not said is asked for', async () => {
  const said = async (...args: string[]) => tapewarden('audit', 'reconcile', ...args);
  expect(await said('--date', '2026-11-20')).toMatchObject({
    exit: 'usage',
    stderr: expect.stringContaining('[trail-missing]') as string,
  });
  expect(await said('--date', '2026-11-20', '--copy', 'trail')).toMatchObject({
    exit: 'usage',
    stderr: expect.stringMatching(/expected --keys with --copy trail.*\[trail-unclear\]$/m) as string,
  });
  expect(await said('--copy', 'trail', '--keys', 'k')).toMatchObject({
    exit: 'usage',
    stderr: expect.stringContaining('[range-unclear]') as string,
  });
  expect(await said('--from', '2026-11-20T05:30:00+05:00', '--to', '2026-11-20T00:30:00Z')).toMatchObject({
    stderr: expect.stringContaining('[range-unclear]') as string,
  });
  expect(await said('--from', '2026-11-20T05:30', '--to', '2026-11-21')).toMatchObject({
    exit: 'usage',
    stderr: expect.stringContaining('with Z or an offset') as string,
  });
  configure('');
  expect(await reconcile()).toMatchObject({
    exit: 'invalid_spec',
    stderr: expect.stringContaining('[access-missing]') as string,
  });
  configure(
    `access: {readers: [], writers: ["${roleArn('Writer')}"], vpc_endpoints: [${ENDPOINT}]}`,
    'alias/lake',
  );
  expect(await reconcile()).toMatchObject({
    exit: 'invalid_spec',
    stderr: expect.stringContaining('[access-key-not-arn]') as string,
  });
  writeFileSync(path.join(place.folder, 'tapewarden.yaml'), '');
  expect(await reconcile()).toMatchObject({
    exit: 'invalid_spec',
    stderr: expect.stringContaining('[access-lake-local]') as string,
  });
});

test('what --record keeps of a reconciliation and a verification, the report of the day shows', async () => {
  await tapewarden('run', '--date', '2026-11-20');
  await recordDay([]);
  const audits = async () => {
    const { stdout } = await tapewarden('report', '--date', '2026-11-20', '--json');
    return (JSON.parse(stdout) as Report).audits;
  };
  expect(await audits()).toMatchObject({ access: null, trail: null });
  const found = JSON.parse((await reconcile('--json', '--record')).stdout) as Reconciliation;
  await tapewarden('audit', 'verify', '--copy', 'trail', '--keys', 'keys.json', '--record');
  const { access, trail } = await audits();
  expect(access).toMatchObject({
    record: { key: 'audit/kind=access/00000001.json', sequence: 1 },
    whole_day: true,
    events_in_range: found.records.in_range,
    writes: found.writes,
    findings_total: found.findings.length,
  });
  expect(trail).toMatchObject({ record: { key: 'audit/kind=trail/00000001.json' }, chains: 1 });
  await tapewarden('report', '--date', '2026-11-20', '--out', 'day.html');
  const page = readFileSync(path.join(place.folder, 'day.html'), 'utf8');
  for (const key of [access?.record.key, trail?.record.key]) expect(page).toContain(`<code>${key}</code>`);
});
