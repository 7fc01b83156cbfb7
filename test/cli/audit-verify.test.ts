import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TrailVerification } from '../../src/domain/generated/trail-verification.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { tamperings } from '../security/support/tamper.js';
import { HOUR_MS, type MadeChain, TrailMaker } from '../security/support/trail-maker.js';
import { schemaErrors } from '../support/schema-errors.js';
import { type Cli, type CliResult, cliIn, temporaryFolder } from './support/run-cli.js';
import { ARN, TrailCloud } from './support/trail-cloud.js';

let cloud: TrailCloud;
let place: ReturnType<typeof temporaryFolder>;
let maker: TrailMaker;

beforeEach(async () => {
  stubAwsEnvironment();
  cloud = await TrailCloud.start();
  place = temporaryFolder();
  cloud.configure(place.folder);
  maker = new TrailMaker();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  place.remove();
  await cloud.stop();
});

const file = (name: string): string => path.join(place.folder, name);
const at = (ms: number): Cli => cliIn(place.folder, BigInt(ms) * 1_000_000n);
const verifyAt = (ms: number, ...args: string[]): Promise<CliResult> => at(ms)('audit', 'verify', ...args);
const documentOf = ({ stdout }: CliResult): TrailVerification => JSON.parse(stdout) as TrailVerification;
const soonAfter = ({ last_ms }: MadeChain): number => last_ms + 1.75 * HOUR_MS;
const reads = (): number => cloud.s3.calls.filter(({ operation }) => operation === 'GetObject').length;

test('an intact trail of two regions is told by chain, and its settings as CloudTrail says them', async () => {
  const chain = maker.chain();
  maker.chain({ region: 'eu-west-1' });
  cloud.hold(maker);
  const { exit, stdout, stderr } = await verifyAt(soonAfter(chain));
  expect(stdout).toMatchInlineSnapshot(`
    "ACCOUNT       REGION     TRAIL  KIND      DIGESTS   LOGS  MISSING H
        VERIFIED TO
    123456789012  eu-west-1  audit  standard    12/12  24/24          0
        2026-11-20T12:29:23Z
    123456789012  us-east-1  audit  standard    12/12  24/24          0
        2026-11-20T12:29:23Z
    "
  `);
  expect(stderr).toMatchInlineSnapshot(`
    "range     the beginning to now, s3://trail-0/logs
    trail     arn:aws:cloudtrail:us-east-1:123456789012:trail/audit, logging, every region, without data events
    digests   24 of 24 valid
    backfill  0 of 0 valid
    logs      48 of 48 valid
    missing   0 hours
    gaps      0, of which a stop explains 0
    unnamed   0
    findings  0
    "
  `);
  expect(exit).toBe('clear');
});

test('the document satisfies its schema, and a range in any zone is the instant that it means', async () => {
  const chain = maker.chain();
  cloud.hold(maker);
  const zoned = ['--start', '2026-11-20T08:29:23+05:00', '--end', '2026-11-20T00:29:23-06:00', '--json'];
  const document = documentOf(await verifyAt(soonAfter(chain), ...zoned));
  expect(schemaErrors('trail-verification', [document])).toEqual([]);
  expect([document.from, document.to]).toEqual(['2026-11-20T03:29:23Z', '2026-11-20T06:29:23Z']);
  expect(document.totals.digests).toMatchObject({ total: 3, valid: 3 });
});

describe.each(tamperings.map((one) => [one.name, one] as const))('%s', (_, one) => {
  test('ends with exit code findings, from S3 and from the copy alike, with one report', async () => {
    const chain = maker.chain({ hours: 12 });
    one.act(maker, chain);
    cloud.hold(maker);
    for (const uri of maker.memory.denied) cloud.denied.add(uri);
    const online = await verifyAt(
      soonAfter(chain),
      '--save',
      'copy',
      '--start',
      '2026-11-20T00:29:23Z',
      '--json',
    );
    expect(online.exit).toBe('findings');
    const codes = new Set(documentOf(online).findings.map(({ code }) => code));
    expect([...codes].sort()).toEqual([...one.found].sort());
    await cloud.stop();
    const offline = await verifyAt(soonAfter(chain) + 1e9, '--copy', 'copy', '--json');
    expect(offline).toEqual(online);
    cloud = await TrailCloud.start();
  });
});

test('an access that is denied leaves one log unverifiable, and the run completes', async () => {
  const chain = maker.chain();
  cloud.hold(maker);
  const log = chain.digests[3]?.logs[0];
  cloud.denied.add(`s3://${log?.bucket}/${log?.key}`);
  const { exit, stdout } = await verifyAt(soonAfter(chain), '--json');
  expect(exit).toBe('findings');
  expect(documentOf({ exit, stdout, stderr: '' }).totals.logs).toMatchObject({
    total: 24,
    valid: 23,
    unverifiable: 1,
  });
});

test('a saved copy gives the same report without AWS, backfill, bucket moves and restarts included', async () => {
  const plan = { moves: [4], restarts: [7], rotates: 5 };
  const chain = maker.chain(plan);
  maker.chain({ ...plan, region: 'eu-west-1', tells_stops: false });
  maker.chain({ ...plan, kind: 'backfill', restarts: [] });
  cloud.hold(maker, 'trail-1');
  const online = await verifyAt(soonAfter(chain), '--save', 'copy', '--json');
  expect(online).toMatchObject({ exit: 'clear' });
  expect(documentOf(online).gaps).toHaveLength(2);
  await cloud.stop();
  expect(await verifyAt(soonAfter(chain) + 1e10, '--copy', 'copy', '--json')).toEqual(online);
  rmSync(file('copy/objects/trail-1'), { recursive: true });
  expect((await verifyAt(soonAfter(chain), '--copy', 'copy')).exit).toBe('findings');
  cloud = await TrailCloud.start();
});

test('an interrupted run goes on from its state to the same report, and a complete one leaves none', async () => {
  const chain = maker.chain();
  const broken = chain.digests[2]?.logs[0];
  const last = chain.digests.at(-1)?.logs.at(-1);
  if (broken === undefined || last === undefined) throw new Error('no log');
  const { bytes } = maker.object(broken);
  maker.change(broken, { bytes: gzipSync('other') });
  cloud.hold(maker);
  const state = file('work/state.jsonl');
  const run = (...args: string[]): Promise<CliResult> =>
    verifyAt(soonAfter(chain), '--state', 'work/state.jsonl', ...args);
  const { faults } = cloud.s3;
  cloud.s3.faults = ({ operation, key }) =>
    operation === 'GetObject' && key === last.key
      ? { kind: 'answer', status: 400, code: 'InvalidRequest' }
      : null;
  expect(await run('--json')).toMatchObject({ exit: 'outside_failed', stdout: '' });
  cloud.s3.faults = faults;
  const kept = readFileSync(state, 'utf8');
  expect(kept.split('\n')).toHaveLength(11 + 1);
  // The process died while it wrote the last line.
  writeFileSync(state, kept.slice(0, -20));
  const before = reads();
  const second = await run('--json');
  // Twelve digests, and the logs of the broken one, of that whose line is cut and of the last.
  expect(reads() - before).toBe(12 + 3 * 2);
  expect(existsSync(state)).toBe(false);
  expect(await run('--json')).toEqual(second);
  cloud.s3.bucket(broken.bucket).put(broken.key, { body: Buffer.from(bytes), attributes: {} }, false);
  writeFileSync(state, kept);
  expect((await run()).exit).toBe('clear');
});

test('an anchor continues where a report ended, and a digest in between may not be missing', async () => {
  const early = new TrailMaker();
  const chain = early.chain({ hours: 6 });
  cloud.hold(early);
  const report = await verifyAt(soonAfter(chain), '--json');
  writeFileSync(file('report.json'), report.stdout);
  expect(await verifyAt(soonAfter(chain), '--anchor', 'report.json')).toMatchObject({ exit: 'clear' });
  const longer = maker.chain({ hours: 9 });
  for (const { bucket, key } of longer.digests.slice(0, 6)) cloud.s3.bucket(bucket).delete(key, null);
  maker.remove(longer.digests[6] ?? { bucket: '', key: '' });
  const later = documentOf(await verifyAt(soonAfter(longer), '--anchor', 'report.json', '--json'));
  expect(later.findings.map(({ code }) => code)).toEqual(['digests-missing']);
  writeFileSync(file('report.json'), '{}');
  expect(await verifyAt(0, '--anchor', 'report.json')).toMatchObject({
    exit: 'invalid_spec',
    stderr: expect.stringContaining('[anchor-invalid]') as string,
  });
});

test('lines are those of aws cloudtrail validate-logs --verbose, and what it does not tell in the same form', async () => {
  const chain = maker.chain({ hours: 3, logs: 1 });
  maker.chain({ hours: 1, logs: 0, kind: 'backfill' });
  maker.change(chain.digests[1] ?? { bucket: '', key: '' }, { signature: 'zz' });
  maker.change(chain.digests[2]?.logs[0] ?? { bucket: '', key: '' }, { bytes: gzipSync('other') });
  cloud.hold(maker);
  const { exit, stdout } = await verifyAt(soonAfter(chain), '--lines');
  expect(exit).toBe('findings');
  expect(stdout.replace(/s3:\S+/g, '<uri>')).toMatchInlineSnapshot(`
    "Digest file	<uri>	valid
    Log file	<uri>	valid
    Digest file	<uri>	INVALID: signature verification failed
    Log file	<uri>	UNVERIFIED: its digest is not valid
    Digest file	<uri>	valid
    Log file	<uri>	INVALID: hash value doesn't match
    (backfill) Digest file	<uri>	valid

    Results requested for the beginning to now
    Results found for 2026-11-20T00:29:23Z to 2026-11-20T03:29:23Z:

    2/3 digest files valid, 1/3 digest files INVALID
    1/1 backfill digest files valid
    1/3 log files valid, 2/3 log files INVALID
    "
  `);
});

test('a trail that is stopped, does not validate or cannot deliver is a finding', async () => {
  const chain = maker.chain();
  cloud.hold(maker);
  const [known] = cloud.cloudtrail.trails;
  if (known === undefined) throw new Error('no trail');
  Object.assign(known.trail, { LogFileValidationEnabled: false });
  known.status = {
    IsLogging: false,
    LatestDeliveryError: 'NoSuchBucket',
    LatestDigestDeliveryError: 'AccessDenied',
  };
  const { findings } = documentOf(await verifyAt(soonAfter(chain), '--json'));
  expect(findings.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit: its log file validation is off, so that no digest is made; turn it on [validation-off]",
      "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit: it is not logging now; start it, and find out who stopped it [trail-stopped]",
      "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit: the latest delivery of its logs failed (NoSuchBucket); mend the policy of the bucket or the key [delivery-failing]",
      "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit: the latest delivery of its digests failed (AccessDenied); mend the policy of the bucket or the key [delivery-failing]",
    ]
  `);
  cloud.cloudtrail.denied.add('GetTrailStatus').add('GetEventSelectors');
  const { trail } = documentOf(await verifyAt(soonAfter(chain), '--json'));
  expect(trail).toMatchObject({ logging: null, data_events: null });
});

test('by its bucket a trail is verified without CloudTrail knowing it, but not without its keys', async () => {
  const chain = maker.chain();
  cloud.hold(maker);
  cloud.cloudtrail.trails.length = 0;
  const place_flags = ['--bucket', 'trail-0', '--prefix', 'logs/'];
  expect(await verifyAt(soonAfter(chain), ...place_flags)).toMatchObject({ exit: 'clear' });
  expect((await verifyAt(soonAfter(chain), '--bucket', 'trail-0', '--account', '999999999999')).exit).toBe(
    'findings',
  );
  expect(await verifyAt(soonAfter(chain), '--trail', ARN)).toMatchObject({
    exit: 'outside_failed',
    stderr: expect.stringContaining(`${ARN}: CloudTrail knows no such trail`) as string,
  });
  cloud.cloudtrail.denied.add('ListPublicKeys');
  expect(await verifyAt(soonAfter(chain), ...place_flags)).toMatchObject({
    exit: 'outside_failed',
    stderr: expect.stringMatching(
      /cloudtrail:ListPublicKeys in us-east-1 is not allowed .*\[cloudtrail-denied\]/,
    ) as string,
  });
});

test.each([
  [['--trail', 'trail'], 'trail-unclear'],
  [['--trail', ARN, '--copy', 'c'], 'trail-unclear'],
  [['--keys', 'k'], 'trail-unclear'],
  [['--prefix', 'p'], 'trail-unclear'],
  [['--copy', 'c'], 'trail-unclear'],
  [['--json', '--lines'], 'output-unclear'],
  [['--save', 'a', '--state', 'b'], 'save-unclear'],
  [['--start', '2026-11-21', '--end', '2026-11-20'], 'range-unclear'],
])('%s is refused', async (flags, code) => {
  const { exit, stderr } = await verifyAt(0, ...flags);
  expect(exit).toBe('usage');
  expect(stderr).toContain(`[${code}]`);
});

test('without any trail named one is asked for', async () => {
  writeFileSync(file('tapewarden.yaml'), '');
  expect(await verifyAt(0)).toMatchObject({
    exit: 'usage',
    stderr: expect.stringContaining('[trail-missing]') as string,
  });
});
