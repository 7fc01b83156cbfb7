import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { contentId, entriesOf } from '../../scripts/lambda-bundle/bundle-files.js';
import { ARCHITECTURES, FETCHED, lockedVersion } from '../../scripts/lambda-bundle/engine-binding.js';
import { zipArchive } from '../../scripts/lambda-bundle/zip-archive.js';
import { acmeFile, acmeLine } from '../canonicalize/support/feeds.js';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { FakeScheduler } from '../fakes/scheduler/fake-scheduler.js';
import { arrive } from '../lambda/support/lambda-world.js';
import { invokeBundle } from '../support/invoke-bundle.js';
import { ARCHITECTURE, ownBundle, unpackBundle } from '../support/unpacked-bundle.js';

const root = process.cwd();
const MB = 1024 * 1024;

let files: Map<string, Buffer>;
let zip: Buffer;
let bundle: string;
let scheduler: FakeScheduler;

beforeAll(async () => {
  files = await ownBundle();
  zip = zipArchive(files);
  bundle = unpackBundle(unzipped(zip));
  scheduler = await FakeScheduler.start();
});

afterAll(async () => {
  await scheduler.stop();
  rmSync(bundle, { recursive: true });
});

/** A reader of zips that shares no code with the writer: from the directory at the end, every hash checked. */
function unzipped(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  const found = new Map<string, Buffer>();
  for (let index = 0; index < count; index += 1) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const [hash, packed] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    expect(archive.readUInt32LE(at + 38) >>> 16).toBe(0o100644);
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(start, start + packed));
    expect(crc32(content), name).toBe(hash);
    found.set(name, content);
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return found;
}

test('the zip holds every file, to the byte', () => {
  const found = unzipped(zip);
  expect([...found.keys()]).toEqual([...files.keys()].sort());
  for (const [name, content] of files) expect(found.get(name)?.equals(content), name).toBe(true);
});

test('the zip is what Lambda takes: at most 50 MB, 250 MB unpacked', () => {
  const unpacked = [...files.values()].reduce((total, { length }) => total + length, 0);
  expect(zip.length).toBeLessThan(50 * MB);
  expect(unpacked).toBeLessThan(250 * MB);
});

test('the same sources give the same bytes, and one changed byte another name', async () => {
  const again = await ownBundle();
  expect(contentId(again)).toBe(contentId(files));
  const small = [...again].filter(([name]) => !name.endsWith('.so')).slice(0, 50);
  const pack = (given: typeof small): Buffer => zipArchive(new Map(given));
  expect(pack([...small].reverse()).equals(pack(small))).toBe(true);
  again.set('package.json', Buffer.from('{}'));
  expect(contentId(again)).not.toBe(contentId(files));
});

test('no path of the machine that bundled is in the code', () => {
  for (const [name, content] of files)
    if (/^(handlers|chunks)\//.test(name)) expect(content.includes(root), name).toBe(false);
});

test('every handler of src/lambda is a file of the bundle', () => {
  const handlers = [...files.keys()].filter((name) => name.startsWith('handlers/'));
  expect(handlers.sort()).toEqual(entriesOf(root).map((name) => `handlers/${name}.mjs`));
  expect(handlers.length).toBeGreaterThan(0);
});

test('the engine that is bundled loads, without the project beside it', () => {
  const program = "process.stdout.write(require('@duckdb/node-bindings').library_version())";
  const version = execFileSync(process.execPath, ['-e', program], { cwd: bundle, env: {}, encoding: 'utf8' });
  expect(version).toBe(`v${lockedVersion(root, ARCHITECTURE).split('-')[0]}`);
});

test('hashes of the engine are known for the locked version, on every architecture', () => {
  for (const one of ARCHITECTURES) expect(FETCHED[lockedVersion(root, one)]?.[one]).toMatch(/^sha512-/);
});

test('the bundled planner runs as Lambda runs it: an event, the environment, lines of JSON', async () => {
  const called = await invokeBundle(bundle, 'plan-schedule', {
    event: {},
    environment: {
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.endpoint,
      TAPEWARDEN_STAGE: 'dev',
      TAPEWARDEN_SCHEDULE_GROUP: 'runs',
      TAPEWARDEN_SCHEDULE_ROLE: 'arn:aws:iam::111122223333:role/r',
      TAPEWARDEN_SCHEDULE_DEAD_LETTERS: 'arn:aws:sqs:us-east-1:111122223333:d',
      TAPEWARDEN_STATE_MACHINE: 'arn:aws:states:us-east-1:111122223333:stateMachine:m',
      TAPEWARDEN_WATCH_FUNCTION: 'arn:aws:lambda:us-east-1:111122223333:function:w',
    },
  });
  const { created } = called.answer as { created: string[] };
  expect(scheduler.schedules.map(({ Name }) => Name)).toEqual(created);
  expect(called.lines.length).toBeGreaterThan(created.length);
  for (const line of called.lines) expect(JSON.parse(line)).toBeTypeOf('object');
});

test('the bundled canonicalizer settles a delivery with the engine of the bundle, as Lambda runs it', async () => {
  const kms_key = 'arn:aws:kms:us-east-1:111122223333:key/test';
  const s3 = await FakeS3.start({ required_kms_key: kms_key });
  onTestFinished(() => s3.stop());
  const [lake, state, raw] = [s3.bucket('day-lake'), s3.bucket('day-state'), s3.bucket('day-raw')];
  const folder = mkdtempSync(path.join(tmpdir(), 'bundled-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    path.join(folder, 'tapewarden.yaml'),
    `lake: s3://day-lake/lake\ns3: {kms_key: "${kms_key}", region: us-east-1, endpoint: "${s3.endpoint}", force_path_style: true}\n`,
  );
  const [trade_date, file] = ['2026-11-20', 'acme-orders-20261120.psv.gz'];
  arrive({ raw }, trade_date, {
    name: file,
    bytes: acmeFile([acmeLine(1), acmeLine(2), acmeLine(3, { side: '9' })]),
  });
  const key = `${trade_date}/${file}`;
  const listed = { file, key, bytes: 1, feed: 'acme-orders', received_at_ns: '1795000000000000000' };
  const range = { files: [listed], bytes: 1, large: false, why: 'small', most_seconds: null };
  const called = await invokeBundle(bundle, 'canonicalize-delivery', {
    event: { execution: 'day-2026-11-20-1', trade_date, range },
    environment: {
      TAPEWARDEN_STEP: 'canonicalize-delivery',
      TAPEWARDEN_PROJECT: folder,
      TAPEWARDEN_RAW: 's3://day-raw/incoming',
      TAPEWARDEN_STATE: 's3://day-state/machine',
      TAPEWARDEN_REPORTS: 's3://day-reports',
      TAPEWARDEN_WORK: path.join(folder, 'work'),
    },
  });
  expect(called).toMatchObject({ answer: { settled: 1, unfinished: 0 } });
  // Settled, not committed: data and raw bytes are there, and no entry names them.
  const keys = lake.keys();
  expect(keys.filter((one) => one.startsWith('lake/data/'))).toHaveLength(1);
  expect(keys.filter((one) => one.startsWith('lake/quarantine/'))).toHaveLength(1);
  expect(keys.filter((one) => one.startsWith('lake/raw/'))).toHaveLength(1);
  expect(keys.filter((one) => one.includes('manifests/'))).toEqual([]);
  const [settled = ''] = state.keys().filter((one) => one.endsWith('settled.json'));
  const { settlement } = JSON.parse(String(state.current(settled)?.body)) as {
    settlement: { received_at_ns: string; settled: { published: { totals: object } } };
  };
  expect(settlement.received_at_ns).toBe(listed.received_at_ns);
  expect(settlement.settled.published.totals).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
  expect(called.lines.map((line) => (JSON.parse(line) as { code?: string }).code)).toContain('step-done');
});

test('what a bundled handler is asked is checked by the verdict that the bundle brings', async () => {
  const verdicts = [...files.keys()].filter((name) => name.endsWith('/verdicts/step-inputs.js'));
  expect(verdicts).toHaveLength(1);
  const [file, verdict] = [path.join(bundle, verdicts[0] ?? ''), files.get(verdicts[0] ?? '')];
  writeFileSync(file, 'throw new Error("the verdict is read");');
  onTestFinished(() => writeFileSync(file, verdict ?? ''));
  const called = await invokeBundle(bundle, 'list-deliveries', { event: {}, environment: {} });
  expect(called).toMatchObject({ errorMessage: 'the verdict is read' });
});

test('a bundled handler without its settings fails as Lambda reports it', async () => {
  const called = await invokeBundle(bundle, 'plan-schedule', { event: {}, environment: {} });
  expect(called).toMatchObject({
    errorType: 'Error',
    errorMessage: 'TAPEWARDEN_SCHEDULE_GROUP is not set, expected infra/ to set it',
  });
});
