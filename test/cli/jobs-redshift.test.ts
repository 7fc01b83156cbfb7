import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CliContext } from '../../src/cli/cli-context.js';
import type { Job } from '../../src/domain/generated/job.js';
import { attemptPrefix, readJobs } from '../../src/jobs/job-records.js';
import { readJobRows } from '../../src/jobs/job-results.js';
import { runPlanEmbedded } from '../../src/jobs/local/run-plan-embedded.js';
import { loadProject, openLake } from '../../src/project/project.js';
import { loadQueryCatalogue } from '../../src/surveillance/queries/load-query-catalogue.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FakeRedshift } from '../fakes/redshift-data/fake-redshift.js';
import { FakeWarehouse } from '../fakes/redshift-data/fake-warehouse.js';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { schemaErrors } from '../support/schema-errors.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const KEY = 'alias/surveillance';
const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
const ABUSE = ['--abuse', 'wash-trade=4,layering=4', '--intensity', 'blatant'];
// Not those of brokers whose formats take longer to read.
const FEEDS = [
  'acme-orders-20261120.psv.gz',
  'firm-accounts-20261120.csv',
  'listed-instruments-20261120.csv',
  'tape-quotes-20261120.psv.gz',
  'tape-trades-20261120.psv.gz',
];
let s3: FakeS3;
let warehouse: FakeWarehouse;
let redshift: FakeRedshift;

beforeAll(async () => {
  stubAwsEnvironment();
  s3 = await FakeS3.start({ required_kms_key: KEY });
  const bucket = s3.bucket('acme');
  warehouse = await FakeWarehouse.open();
  warehouse.read = (uri) => Promise.resolve(bucket.current(uri.replace('s3://acme/', ''))?.body ?? null);
  redshift = await FakeRedshift.start(warehouse);
  redshift.look_ms = 10_000;
  redshift.page_rows = 7;
  writeFileSync(
    path.join(folder, 'tapewarden.yaml'),
    `lake: s3://acme/lake
s3: {kms_key: ${KEY}, endpoint: "${s3.endpoint}", force_path_style: true}
jobs:
  redshift: {region: us-east-1, role: "arn:aws:iam::123456789012:role/copy", database: dev, endpoint: "${redshift.endpoint}"}
  classes: {surveillance: {workgroup: surveillance}, predefined: {workgroup: predefined, local_up_to_mb: 0}}
`,
  );
  await tapewarden('simulate', '--events', '3000', '--out', '.', ...ABUSE);
  await tapewarden('canonicalize', ...FEEDS.map((name) => path.join('deliveries', name)));
}, 60_000);
afterAll(async () => {
  await redshift.stop();
  await warehouse.close();
  await s3.stop();
  vi.unstubAllEnvs();
  remove();
});

test('jobs submitted to Redshift really compute there, and find what the embedded database finds, row for row', async () => {
  const asked = ['wash-trade', 'layering', 'marking-the-close'];
  const submitted = await tapewarden('jobs', 'submit', ...asked, '--runner', 'redshift', '--json');
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
  expect(jobs.map(({ attempts }) => [attempts[0]?.estimate_usd, attempts[0]?.billed])).toEqual(
    asked.map(() => [null, null]),
  );
  const context = { cwd: folder, process: { env: {} } } as CliContext;
  const store = await openLake(await loadProject(context, {}));
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
    expect(found?.engine).toBe('redshift');
    expect(found?.alerts.map(lineOf).sort()).toEqual(embedded.alerts.map(lineOf).sort());
    expect(found?.evidence.map(lineOf).sort()).toEqual(embedded.evidence.map(lineOf).sort());
    alerts += embedded.alerts.length;
  }
  expect(alerts).toBeGreaterThan(asked.length);
  expect(redshift.state.statements.size).toBe(asked.length);
  const shown = await tapewarden('jobs', 'show', jobs[0]?.job_id ?? '');
  expect(shown.stdout).toMatch(/^estimate +unknown$/m);
  const logs = JSON.parse(
    (await tapewarden('jobs', 'logs', jobs[0]?.job_id ?? '', '--json')).stdout,
  ) as unknown[];
  expect([logs.length, schemaErrors('job-log', logs)]).toEqual([1, []]);
  const again = await tapewarden('jobs', 'submit', ...asked, '--runner', 'redshift');
  expect(again.exit).toBe(submitted.exit);
  expect(redshift.state.statements.size).toBe(asked.length);
}, 60_000);

test('predefined queries go to the warehouse of their class, and answer what the embedded database answers', async () => {
  const { queries } = await loadQueryCatalogue();
  const before = redshift.state.statements.size;
  const submitted = await tapewarden('jobs', 'submit', ...queries.map(({ spec }) => spec.id), '--json');
  const jobs = JSON.parse(submitted.stdout) as Job[];
  expect(schemaErrors('job', jobs)).toEqual([]);
  expect(jobs.map(({ kind, state, attempts }) => [kind, state, attempts[0]?.handle?.place])).toEqual(
    queries.map(() => ['query', 'success', 'predefined']),
  );
  expect(redshift.state.statements.size).toBe(before + queries.length);
  let rows = 0;
  for (const job of jobs) {
    const csv = await tapewarden('jobs', 'show', job.job_id, '--csv');
    const embedded = await tapewarden('queries', 'run', job.pattern_id, '--csv', '--limit', '100000');
    expect([job.pattern_id, csv.stdout]).toEqual([job.pattern_id, embedded.stdout]);
    rows += job.rows ?? 0;
  }
  expect(rows).toBeGreaterThan(queries.length);
}, 60_000);

test('a job whose runner is no longer configured says so, keeps no command waiting, and can be given up', async () => {
  const config = path.join(folder, 'tapewarden.yaml');
  redshift.look_ms = 0;
  await tapewarden('jobs', 'submit', 'spoofing', '--runner', 'redshift', '--detach');
  const running = (JSON.parse((await tapewarden('jobs', 'list', '--json')).stdout) as Job[]).find(
    ({ pattern_id }) => pattern_id === 'spoofing',
  );
  expect(await tapewarden('jobs', 'cancel', '--abandon', running?.job_id ?? '')).toMatchObject({
    exit: 'usage',
    stderr: expect.stringMatching(
      /^the job is (queued|starting|running) by its runner, expected one that cannot be asked; give the command without --abandon \[job-reachable\]\n$/,
    ) as string,
  });
  writeFileSync(
    config,
    `lake: s3://acme/lake\ns3: {kms_key: ${KEY}, endpoint: "${s3.endpoint}", force_path_style: true}\n`,
  );
  const spoofing = (await tapewarden('jobs', 'list', '--json')).stdout;
  const job = (JSON.parse(spoofing) as Job[]).find(({ pattern_id }) => pattern_id === 'spoofing');
  expect([job?.state, job?.outcome]).toEqual(['unreachable', null]);
  expect(schemaErrors('job', [job])).toEqual([]);
  const id = job?.job_id ?? '';
  const gone =
    'job of spoofing: was begun on redshift, which tapewarden.yaml no longer configures, expected jobs.redshift with region, role and database; configure it again, or give the job up with tapewarden jobs cancel --abandon, which stops nothing that runs there [job-runner-gone]\n';
  for (const call of [['list'], ['show', id], ['attach'], ['attach', id], ['logs', id], ['cancel', id]]) {
    const { exit, stderr } = await tapewarden('jobs', ...call);
    expect([call, exit, stderr]).toEqual([call, 'invalid_spec', gone]);
  }
  const abandoned = await tapewarden('jobs', 'cancel', '--abandon', '--json', id);
  expect((JSON.parse(abandoned.stdout) as Job[]).map(({ state, reason }) => [state, reason])).toEqual([
    ['cancelled', 'given up; it may still run on redshift'],
  ]);
  const anew = await tapewarden('jobs', 'submit', 'spoofing', '--runner', 'redshift');
  expect([anew.exit, anew.stderr]).toEqual([
    'invalid_spec',
    expect.stringContaining('[runner-unconfigured]'),
  ]);
}, 60_000);

const lineOf = (row: object): string =>
  JSON.stringify(Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1)));
