import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CliContext } from '../../src/cli/cli-context.js';
import type { Terminal } from '../../src/cli/terminal.js';
import type { DoctorCheck } from '../../src/domain/generated/doctor-check.js';
import type { Job } from '../../src/domain/generated/job.js';
import type { QueryResultDocument } from '../../src/domain/generated/query-result.js';
import { attemptPrefix, readJobs } from '../../src/jobs/job-records.js';
import { readJobRows } from '../../src/jobs/job-results.js';
import { runPlanEmbedded } from '../../src/jobs/local/run-plan-embedded.js';
import { loadProject, openLake } from '../../src/project/project.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { FakeAthena } from '../fakes/athena/fake-athena.js';
import { FakeTrino } from '../fakes/athena/fake-trino.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FakeGlue } from '../fakes/glue/fake-glue.js';
import { FakeGlueJobs } from '../fakes/glue-jobs/fake-glue-jobs.js';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { standInSpark } from '../jobs/support/stand-in-spark.js';
import { schemaErrors } from '../support/schema-errors.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1';
const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
const ABUSE = ['--abuse', 'wash-trade=2,layering=2', '--intensity', 'blatant'];
// Not those of brokers whose formats take longer to read.
const FEEDS = [
  'acme-orders-20261120.psv.gz',
  'firm-accounts-20261120.csv',
  'listed-instruments-20261120.csv',
  'tape-trades-20261120.psv.gz',
];
let s3: FakeS3;
let glue: FakeGlue;
let trino: FakeTrino;
let athena: FakeAthena;
let spark: FakeGlueJobs;

beforeAll(async () => {
  stubAwsEnvironment();
  s3 = await FakeS3.start({ required_kms_key: KEY });
  const bucket = s3.bucket('acme');
  glue = await FakeGlue.start(1000);
  trino = await FakeTrino.open();
  const key = (address: string): string => address.replace('s3://acme/', '');
  trino.source = {
    tables: (database) => glue.state.database(database),
    list: (address) =>
      bucket
        .keys()
        .filter((name) => name.startsWith(key(address)))
        .map((name) => `s3://acme/${name}`),
    read: (address) => bucket.current(key(address))?.body ?? null,
  };
  athena = await FakeAthena.start({ execute: (sql, database) => trino.run(sql, database) });
  athena.state.groups.set('surveillance', null).set('reports', 1_000_000_000);
  athena.look_ms = 10_000;
  athena.page_rows = 7;
  spark = await FakeGlueJobs.start({
    work: async ({ input: { Arguments: given = {} } }) => {
      const of = (name: string): string => (given[`--${name}`] ?? '').replace('s3://acme/lake/', '');
      return standInSpark(await lake(), { plan: of('plan'), out: of('out') }, path.join(folder, '.work'));
    },
  });
  spark.look_ms = 10_000;
  writeFileSync(
    path.join(folder, 'tapewarden.yaml'),
    `lake: s3://acme/lake
s3: {kms_key: ${KEY}, endpoint: "${s3.endpoint}", force_path_style: true}
catalog: {database: surveillance, region: us-east-1, endpoint: "${glue.endpoint}"}
jobs:
  athena: {region: us-east-1, endpoint: "${athena.endpoint}"}
  glue: {region: us-east-1, role: "arn:aws:iam::123456789012:role/jobs", endpoint: "${spark.endpoint}"}
  classes: {surveillance: {athena_workgroup: surveillance}, predefined: {athena_workgroup: reports, executors: 1, ceiling_usd: "0.05"}}
`,
  );
  await tapewarden('simulate', '--events', '1500', '--out', '.', ...ABUSE);
  await tapewarden('canonicalize', ...FEEDS.map((name) => path.join('deliveries', name)));
}, 60_000);
afterAll(async () => {
  await spark.stop();
  await athena.stop();
  await trino.close();
  await glue.stop();
  await s3.stop();
  vi.unstubAllEnvs();
  remove();
});

const QUERY = `WITH filled AS (SELECT symbol, qty, price FROM order_events WHERE event_type = 'fill')
SELECT symbol, COUNT(*) AS fills, SUM(qty) AS qty, MAX(price) AS highest, MIN(ts_ns) AS first_ts_ns, COUNT(*) > 3 AS busy
FROM (SELECT symbol, qty, price, 1795200000000000001 AS ts_ns FROM filled) AS f
GROUP BY symbol -- by name
ORDER BY fills DESC, symbol`;

test('a query on Athena gives the rows that the embedded database gives, in its order', async () => {
  const embedded = await tapewarden('query', QUERY, '--json');
  const asked = await tapewarden('query', QUERY, '--json', '--runner', 'athena');
  expect(asked.stderr).toContain('SUCCEEDED');
  const document = JSON.parse(asked.stdout) as QueryResultDocument;
  expect(schemaErrors('query-result', [document])).toEqual([]);
  const { run, ...rest } = document;
  expect(rest).toEqual(JSON.parse(embedded.stdout));
  expect(document.rows.length).toBeGreaterThan(3);
  expect(run).toMatchObject({ runner: 'athena', place: 'reports', reused: false, billed_usd: '0.000050' });
});

test('the same query over the same files is not run again, whoever asks', async () => {
  const before = athena.state.queries.size;
  const again = await tapewarden('query', QUERY, '--runner', 'athena');
  expect(again.stderr).toMatch(/ by athena, which had run it before\n$/);
  expect(athena.state.queries.size).toBe(before);
});

test('a query that fails says why, and is run anew when it is asked again', async () => {
  const before = athena.state.queries.size;
  const wrong = "SELECT CAST(symbol AS BIGINT) AS n FROM order_events WHERE symbol <> ''";
  const failed = await tapewarden('query', wrong, '--runner', 'athena');
  expect([failed.exit, failed.stdout]).toEqual(['outside_failed', '']);
  expect(failed.stderr).toMatch(/the query failed on athena \(invalid input syntax .*\[query-failed\]\n$/);
  await tapewarden('query', wrong, '--runner', 'athena');
  expect(athena.state.queries.size).toBe(before + 2);
});

test('nothing but one SELECT of exact columns is sent', async () => {
  const before = athena.calls.length;
  const refused = async (sql: string): Promise<string> =>
    (await tapewarden('query', sql, '--runner', 'athena')).stderr;
  expect(await refused('DROP TABLE order_events')).toContain('it is not one SELECT');
  expect(await refused('SELECT 1 AS n; SELECT 2 AS n')).toContain('it is not one SELECT');
  expect(await refused('SELECT AVG(price) AS average FROM order_events')).toBe(
    'the query is refused (column average is DOUBLE, which engines write differently; CAST it AS DECIMAL(38,8), BIGINT or VARCHAR); write one SELECT over the datasets that docs/data-model.md lists [query-refused]\n',
  );
  expect(await refused('SELECT symbol FROM order_events ORDER BY price')).toContain('[query-refused]');
  expect(athena.calls.length).toBe(before);
});

test('--plan shows inputs, price and SQL, and starts nothing', async () => {
  const before = athena.calls.length;
  const { stdout } = await tapewarden(
    ...['query', 'SELECT symbol FROM trades', '--runner', 'athena', '--plan', '--limit', '5'],
  );
  expect(stdout).toMatch(
    /^plan {6}[0-9a-f]{64}\nrunner {4}athena\ninputs {4}1 file, 1 MB\nestimate {2}0\.000050 USD\n\nSELECT symbol FROM trades\nLIMIT 6\n$/,
  );
  const json = await tapewarden('query', 'SELECT symbol FROM trades', '--plan', '--json');
  expect(schemaErrors('job-plan', [JSON.parse(json.stdout)])).toEqual([]);
  expect(athena.calls.length).toBe(before);
});

test('jobs submitted to Athena really compute there, and find what the embedded database finds, row for row', async () => {
  const asked = ['wash-trade', 'layering', 'excessive-cancels'];
  const submitted = await tapewarden('jobs', 'submit', ...asked, '--runner', 'athena', '--json');
  const jobs = JSON.parse(submitted.stdout) as Job[];
  expect(schemaErrors('job', jobs)).toEqual([]);
  expect(jobs.map(({ pattern_id, state, reason }) => [pattern_id, state, reason])).toEqual(
    [...asked]
      .sort()
      .map((pattern) => [
        pattern,
        'success',
        'incomplete: bolt-fix, cedar-cat, delta-orders: nothing delivered',
      ]),
  );
  expect(jobs.map(({ canary }) => canary.state)).toEqual(asked.map(() => 'found'));
  const store = await lake();
  let alerts = 0;
  for (const { description } of await readJobs(store)) {
    const { plan } = description;
    const found = await readJobRows(store, `${attemptPrefix(description, 1)}out/`, plan.plan_id);
    const machine = {
      spill: path.join(folder, '.work'),
      threads: 2,
      memory_mb: 512,
      onSession: () => undefined,
    };
    const embedded = await runPlanEmbedded(plan, store, machine);
    expect(found?.engine).toBe('athena');
    expect(found?.alerts.map(lineOf).sort()).toEqual(embedded.alerts.map(lineOf).sort());
    expect(found?.evidence.map(lineOf).sort()).toEqual(embedded.evidence.map(lineOf).sort());
    alerts += embedded.alerts.length;
  }
  expect(alerts).toBeGreaterThan(asked.length);
  const shown = await tapewarden('jobs', 'show', jobs[0]?.job_id ?? '');
  expect(shown.stdout).toMatch(/^bill +0\.000050 USD for [0-9]+ bytes scanned$/m);
  const before = athena.state.queries.size;
  const again = await tapewarden('jobs', 'submit', ...asked, '--runner', 'athena');
  expect([again.exit, athena.state.queries.size]).toEqual([submitted.exit, before]);
}, 60_000);

test('predefined queries run there as jobs and answer what the embedded database answers', async () => {
  const asked = ['firm-activity', 'top-cancel-ratios', 'rejects-by-broker'];
  const submitted = await tapewarden('jobs', 'submit', ...asked, '--runner', 'athena', '--json');
  const jobs = JSON.parse(submitted.stdout) as Job[];
  expect(jobs.map(({ state, attempts }) => [state, attempts[0]?.handle?.place])).toEqual(
    asked.map(() => ['success', 'reports']),
  );
  for (const { job_id, pattern_id } of jobs) {
    const csv = await tapewarden('jobs', 'show', job_id, '--csv');
    const embedded = await tapewarden('queries', 'run', pattern_id, '--csv', '--limit', '100000');
    expect([pattern_id, csv.stdout]).toEqual([pattern_id, embedded.stdout]);
  }
});

test('files that the catalog does not show, or shows otherwise, are not taken for no rows', async () => {
  const { partitions } = glue.state.table('surveillance', 'trades');
  const kept = [...partitions];
  partitions.clear();
  const late = await tapewarden('query', 'SELECT COUNT(*) AS n FROM trades', '--runner', 'athena');
  expect([late.exit, late.stderr]).toEqual([
    'outside_failed',
    expect.stringMatching(
      /s3:\/\/acme\/lake\/data\/trades\/trade_date=2026-11-20\/.*: Athena read 0 rows of it, expected the [0-9]+ of the plan; tapewarden catalog sync, then submit again \[athena-files-differ\]/,
    ) as string,
  ]);
  for (const [id, partition] of kept) partitions.set(id, partition);
  const now = await tapewarden('query', 'SELECT COUNT(*) AS n FROM trades', '--runner', 'athena');
  expect(now.exit).toBe('clear');
});

test('a query and a job of Glue give what the embedded database gives, each run once', async () => {
  const embedded = await tapewarden('query', QUERY, '--json', '--limit', '3');
  const asked = await tapewarden('query', QUERY, '--json', '--limit', '3', '--runner', 'glue');
  expect(asked.stderr).toContain('SUCCEEDED');
  const { run, ...rest } = JSON.parse(asked.stdout) as QueryResultDocument;
  expect(rest).toEqual(JSON.parse(embedded.stdout));
  expect([rest.rows.length, rest.more, run?.runner]).toEqual([3, true, 'glue']);
  const submitted = await tapewarden('jobs', 'submit', 'quote-stuffing', '--runner', 'glue', '--json');
  const [job] = JSON.parse(submitted.stdout) as Job[];
  expect(job).toMatchObject({ state: 'success', canary: { state: 'found' } });
  expect(job?.attempts[0]?.handle?.place).toBe(`tapewarden-${job?.attempts[0]?.token}`);
  const shown = await tapewarden('jobs', 'show', job?.job_id ?? '');
  expect(shown.stdout).toMatch(/^bill +[0-9.]+ USD for [0-9.]+ DPU-hours$/m);
  await tapewarden('jobs', 'submit', 'quote-stuffing', '--runner', 'glue');
  expect(spark.state.runs.size).toBe(2);
});

test('Ctrl-C asks whether to let a query run or to cancel it', async () => {
  athena.state.held = true;
  const pressed = (answer: string): Terminal => ({
    onInterrupt: (listener) => {
      listener();
      return () => undefined;
    },
    ask: () => Promise.resolve(answer),
  });
  const asked = ['query', "SELECT 'slow' AS n", '--runner', 'athena'];
  const left = await cliIn(folder, { terminal: pressed('d') })(...asked);
  expect([left.exit, left.stderr]).toEqual([
    'clear',
    expect.stringMatching(/\ndetached: the same command shows its rows\n$/) as string,
  ]);
  const ended = await cliIn(folder, { terminal: pressed('c') })(...asked);
  expect([ended.exit, ended.stderr]).toEqual(['findings', expect.stringMatching(/\ncancelled\n$/) as string]);
  athena.state.held = false;
});

test('doctor asks Athena and Glue, and tells a ceiling that no work group holds', async () => {
  const checks = async (): Promise<[string, string | null, string][]> =>
    (JSON.parse((await tapewarden('doctor', '--json')).stdout) as DoctorCheck[])
      .filter(({ check }) => ['athena', 'glue'].includes(check))
      .map(({ check, code, found }) => [check, code, found]);
  const free = ['athena', null, 'surveillance: work group surveillance, without a limit'];
  const reached = ['glue', null, 'jobs in us-east-1'];
  expect(await checks()).toEqual([
    free,
    ['athena', null, 'predefined: work group reports, a query reads 1000000000 bytes at most'],
    reached,
  ]);
  athena.state.groups.set('reports', null);
  expect(await checks()).toEqual([
    free,
    ['athena', 'athena-cutoff-too-high', expect.stringContaining('is not set') as string],
    reached,
  ]);
  athena.state.groups.set('reports', 1_000_000_000);
});

test('a runner that is not configured leaves nothing behind', async () => {
  const { exit, stderr } = await tapewarden('query', 'SELECT 1 AS n', '--runner', 'emr-serverless');
  expect([exit, stderr]).toEqual([
    'invalid_spec',
    'tapewarden.yaml: runner emr-serverless is not configured, expected jobs.emr with region and role; configure it, or name another with --runner [runner-unconfigured]\n',
  ]);
});

/** The lake of the project, as the command line opens it. */
async function lake(): Promise<ObjectStore> {
  const context = { cwd: folder, process: { env: {} } } as CliContext;
  return openLake(await loadProject(context, {}));
}

const lineOf = (row: object): string =>
  JSON.stringify(Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1)));
