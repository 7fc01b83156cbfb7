import { BatchExecuteStatementCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { JobPlan } from '../../src/domain/generated/job-plan.js';
import { jobDocument } from '../../src/jobs/job-document.js';
import { readJobs } from '../../src/jobs/job-records.js';
import { MOST_STATEMENT_BYTES, planStatements } from '../../src/jobs/redshift/plan-statements.js';
import { routeJob } from '../../src/jobs/route-job.js';
import { lookAtJob, startNewest, submitJob } from '../../src/jobs/submit-job.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { seededChance, seededEmrFaults } from '../fakes/emr/emr-faults.js';
import type { FakeRedshift } from '../fakes/redshift-data/fake-redshift.js';
import { schemaErrors } from '../support/schema-errors.js';
import { untilEnded } from './support/emr-jobs.js';
import { jobOf } from './support/job-of.js';
import { findNothing, jobsOnRedshift, redshiftJobs, redshiftRoute } from './support/redshift-jobs.js';

afterEach(() => vi.unstubAllEnvs());

const input = {
  dataset: 'trades',
  feed: 'tape',
  key: 'data/trades/x.parquet',
  sha256: '0'.repeat(64),
  bytes: 1,
  rows: 1,
};

describe('a job on Redshift', () => {
  test('that finds nothing is clear; nobody knows its price', async () => {
    const { fake, jobs } = await redshiftJobs();
    const { job, states } = await untilEnded(jobs, await submitJob(jobs, jobOf(), redshiftRoute));
    expect(states).toEqual(['PICKED', 'STARTED', 'FINISHED']);
    const document = jobDocument(job);
    expect(document).toMatchObject({ state: 'success', outcome: 'clear', alerts: 0, reason: null });
    expect(document.attempts[0]).toMatchObject({ estimate_usd: null, billed: null });
    expect(document.attempts[0]?.handle?.place).toBe('surveillance');
    expect(schemaErrors('job', [document])).toEqual([]);
    const runner = await jobs.runner('redshift');
    const [log] = await runner.logs({
      runner: 'redshift',
      id: [...fake.state.statements.keys()][0] ?? '',
      place: '',
    });
    expect(log?.text.split('\n')[0]).toBe("FINISHED 2 ms 1 rows SELECT 'none' AS stage, '0' AS row_count");
  });

  test('that waits, runs and is cancelled says so, and cancelling what has ended changes nothing', async () => {
    const { fake, jobs } = await redshiftJobs();
    fake.state.held = true;
    fake.look_ms = 0;
    const submitted = await submitJob(jobs, jobOf(), redshiftRoute);
    expect((await lookAtJob(jobs, submitted)).status).toMatchObject({
      state: 'queued',
      native_state: 'SUBMITTED',
    });
    await steps(fake, 2);
    expect((await lookAtJob(jobs, submitted)).status).toMatchObject({ state: 'running' });
    const handle = submitted.attempts[0]?.handle;
    if (handle == null) throw new Error('the job has a handle');
    const runner = await jobs.runner('redshift');
    await runner.cancel(handle);
    const { job } = await untilEnded(jobs, submitted);
    expect(jobDocument(job)).toMatchObject({ state: 'cancelled', outcome: null });
    await runner.cancel(handle);
    expect(fake.calls.filter((operation) => operation === 'CancelStatement')).toHaveLength(1);
  });

  test('whose start was never answered is found by its name after its token is forgotten', async () => {
    const { fake, store, jobs, spill } = await redshiftJobs();
    const dead = { ...jobs, store: { ...store, putIfAbsent: dyingAt(store, 'handle.json') } };
    await expect(submitJob(dead, jobOf(), redshiftRoute)).rejects.toThrow('killed');
    await fake.state.advance(9 * 3_600_000);
    const [found] = await readJobs(store);
    if (found === undefined) throw new Error('the job is on record');
    const attached = await startNewest(jobsOnRedshift(fake, store, { spill }), found);
    expect([...fake.state.statements.keys()]).toEqual([attached.attempts[0]?.handle?.id]);
  });

  test('whose reply is lost is asked for again with the same token and runs once', async () => {
    const { fake, jobs } = await redshiftJobs();
    fake.faults = ({ number }) => (number === 1 ? { kind: 'dropped', when: 'after' } : null);
    await submitJob(jobs, jobOf(), redshiftRoute);
    expect([fake.calls.length, fake.state.statements.size]).toEqual([2, 1]);
  });

  test('ends right and runs once in a storm of faults', async () => {
    const { fake, jobs } = await redshiftJobs();
    fake.faults = seededEmrFaults(seededChance(7), 0.2);
    for (let number = 1; number <= 10; number += 1) {
      const job = jobOf({ settings: { number: String(number) } });
      const { job: ended } = await untilEnded(jobs, await submitJob(jobs, job, redshiftRoute));
      expect([jobDocument(ended).state, fake.state.statements.size]).toEqual(['success', number]);
    }
  });

  test('waits for its turn where too many are active, and says so where that does not come', async () => {
    const { jobs } = await redshiftJobs({ active: 0 });
    await expect(submitJob(jobs, jobOf(), redshiftRoute)).rejects.toThrow(
      /redshift-data:BatchExecuteStatement failed 8 times \(ActiveStatementsExceededException: .*\[job-service-unavailable\]$/,
    );
  });

  test('whose result is larger than the service gives has failed and says what to do', async () => {
    const { jobs } = await redshiftJobs({ result_bytes: 10 });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), redshiftRoute));
    expect(jobDocument(job).reason).toBe(
      "the result is larger than Redshift's Data API gives (Query result size exceeds the limit of 100 MB), expected at most 100000000 bytes; narrow the settings, or run it with --runner local or emr-serverless [redshift-result-too-large]",
    );
  });

  test('that runs longer than a day has failed and says what to do', async () => {
    const { fake, jobs } = await redshiftJobs();
    fake.state.held = true;
    const submitted = await submitJob(jobs, jobOf(), redshiftRoute);
    await steps(fake, 2);
    await fake.state.advance(24 * 3_600_000 + 1);
    const { job } = await untilEnded(jobs, submitted);
    expect(jobDocument(job).reason).toBe(
      "the statement ran longer than Redshift's Data API lets it (Query reached the limit of 24 hours), expected at most 24 hours; enlarge the warehouse, or run it with --runner emr-serverless [redshift-timed-out]",
    );
  });

  test('that nobody asked for within a day has failed, and can be submitted again', async () => {
    const { fake, jobs } = await redshiftJobs();
    const submitted = await submitJob(jobs, jobOf(), redshiftRoute);
    await steps(fake, 3);
    await fake.state.advance(24 * 3_600_000);
    const { job } = await untilEnded(jobs, submitted);
    const id = submitted.attempts[0]?.handle?.id;
    expect(jobDocument(job)).toMatchObject({
      state: 'failed',
      reason: `statement ${id}: Redshift no longer knows it or its result, expected to be asked within 24 hours; submit the job again [redshift-statement-expired]`,
    });
    const again = await untilEnded(jobs, await submitJob(jobs, jobOf(), redshiftRoute));
    expect(jobDocument(again.job).state).toBe('success');
  });

  test('whose result expires while it is read has failed too', async () => {
    const { fake, jobs } = await redshiftJobs();
    fake.faults = ({ operation }) =>
      operation === 'GetStatementResult'
        ? { kind: 'error', code: 'ResourceNotFoundException', status: 400 }
        : null;
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), redshiftRoute));
    expect(jobDocument(job).reason).toContain('[redshift-statement-expired]');
  });

  test('whose SQL fails says what the service says', async () => {
    const error = 'ERROR: division by zero';
    const { jobs } = await redshiftJobs({ execute: () => Promise.resolve({ results: [], error }) });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), redshiftRoute));
    expect(jobDocument(job)).toMatchObject({ state: 'failed', outcome: 'failed', reason: error });
  });

  test.each([
    ['0', 'failed'],
    ['1', 'success'],
    ['2', 'failed'],
  ])('for which %s rows were loaded of one has the state %s', async (loaded, state) => {
    const { jobs } = await redshiftJobs({ execute: (sqls) => Promise.resolve(findNothing(sqls, loaded)) });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf({ inputs: [input] }), redshiftRoute));
    expect(jobDocument(job)).toMatchObject({
      state,
      reason:
        state === 'success'
          ? null
          : `trades of tape: Redshift loaded ${loaded} rows, expected the 1 of the plan; tapewarden lake verify, then submit the job again [redshift-rows-differ]`,
    });
  });

  test('of a class without a warehouse is told so, and runs in that of its class', async () => {
    const { jobs } = await redshiftJobs({ place: { classes: {} } });
    expect(jobDocument(await submitJob(jobs, jobOf(), redshiftRoute)).reason).toBe(
      'class surveillance has no warehouse of Redshift; name it as jobs.classes.surveillance.workgroup or .cluster in tapewarden.yaml, or run it with --runner local [redshift-class-unconfigured]',
    );
    const { fake, jobs: configured } = await redshiftJobs();
    await submitJob(configured, jobOf({ workload: 'predefined' }), redshiftRoute);
    expect([...fake.state.statements.values()].map(({ input: asked }) => asked.ClusterIdentifier)).toEqual([
      'reports',
    ]);
  });
});

const views = await readViewColumns();
const results = { alerts: new Map([['n', 'BIGINT']]), evidence: new Map([['yes', 'BOOLEAN']]) };
const place = { bucket: { bucket: 'b', prefix: '' }, role: 'arn:aws:iam::1:role/r', out: 'out/' };
const statementsOf = (change: Partial<JobPlan>) =>
  planStatements(jobOf(change).plan, place, { views, results });

describe('the statements of a plan', () => {
  test('copy no file without a row: the table of one that came empty is empty already', () => {
    const empty = { ...input, key: 'data/trades/e.parquet', rows: 0 };
    const { sqls, manifests } = statementsOf({ inputs: [empty, { ...empty, feed: 'other' }, input] });
    expect(sqls.filter((sql) => sql.startsWith('COPY'))).toHaveLength(1);
    expect(sqls.filter((sql) => sql.startsWith('CREATE TEMPORARY TABLE tw_stage_'))).toHaveLength(2);
    expect(manifests.map(({ text }) => JSON.parse(text) as unknown)).toEqual([
      { entries: [{ url: 's3://b/data/trades/x.parquet', mandatory: true, meta: { content_length: 1 } }] },
    ]);
  });

  test('load its files by manifests that name each, count them, and ask for numbers as text', () => {
    const more = { ...input, key: 'data/trades/y.parquet' };
    const { sqls, manifests } = statementsOf({ inputs: [input, more, { ...input, feed: "o'b" }] });
    expect(
      sqls.map((sql) => sql.replace(/\((?:"\w+" [^)]*\)?[^)]*,? ?)+\)/, '(…)').slice(0, 60)),
    ).toHaveLength(10);
    expect(manifests).toHaveLength(2);
    expect(JSON.parse(manifests[0]?.text ?? '')).toEqual({
      entries: [
        { url: 's3://b/data/trades/x.parquet', mandatory: true, meta: { content_length: 1 } },
        { url: 's3://b/data/trades/y.parquet', mandatory: true, meta: { content_length: 1 } },
      ],
    });
    expect(sqls[1]).toBe(
      `COPY tw_stage_1 FROM 's3://b/${manifests[0]?.key}' IAM_ROLE 'arn:aws:iam::1:role/r' FORMAT AS PARQUET MANIFEST`,
    );
    expect(sqls[4]).toContain(`CAST('o''b' AS VARCHAR(65535)) AS feed FROM tw_stage_2`);
    expect(sqls[5]).toBe(
      "SELECT 'tw_stage_1' AS stage, CAST(COUNT(*) AS VARCHAR(20)) AS row_count FROM tw_stage_1 UNION ALL SELECT 'tw_stage_2' AS stage, CAST(COUNT(*) AS VARCHAR(20)) AS row_count FROM tw_stage_2",
    );
    expect([sqls[7], sqls[9]]).toEqual([
      'SELECT CAST("n" AS VARCHAR(65535)) AS "n" FROM alerts',
      'SELECT "yes" FROM evidence',
    ]);
  });

  test('are at most forty, each at most 100,000 bytes', () => {
    // Each feed takes two, the view one, counts and results five.
    const feeds = (count: number) =>
      Array.from({ length: count }, (_, feed) => ({ ...input, feed: `f${feed}` }));
    expect(statementsOf({ inputs: feeds(17) }).sqls).toHaveLength(40);
    expect(() => statementsOf({ inputs: feeds(18) })).toThrow(
      'job of wash-trade: takes 42 statements, expected at most 40 for Redshift; run it with --runner local or emr-serverless [redshift-plan-too-long]',
    );
    const before = Buffer.byteLength('CREATE TEMPORARY TABLE alerts AS \n');
    const text = (bytes: number): string => 'x'.repeat(bytes - before);
    statementsOf({ alerts_sql: text(MOST_STATEMENT_BYTES) });
    expect(() => statementsOf({ alerts_sql: text(MOST_STATEMENT_BYTES + 1) })).toThrow(
      'takes 100001 bytes of one statement, expected at most 100000',
    );
  });
});

test('the request that starts a batch is this', async () => {
  const { jobs, fake } = await redshiftJobs({
    place: { secret_arn: 'arn:aws:secretsmanager:us-east-1:1:secret:s' },
  });
  const client = mockClient(RedshiftDataClient);
  onTestFinished(() => client.restore());
  client.on(BatchExecuteStatementCommand).resolves({ Id: 'one' });
  const { attempts } = await submitJob(jobs, jobOf(), redshiftRoute);
  const token = attempts[0]?.begun.token;
  expect(fake.calls).toEqual([]);
  expect(client.commandCalls(BatchExecuteStatementCommand)[0]?.args[0].input).toMatchObject({
    WorkgroupName: 'surveillance',
    SecretArn: 'arn:aws:secretsmanager:us-east-1:1:secret:s',
    Database: 'dev',
    StatementName: `tapewarden-${token} wash-trade 2026-11-20`,
    ClientToken: token,
  });
});

test('the router sends predefined work to Redshift and surveillance there only without Spark, and says so', () => {
  const emr = { region: 'us-east-1', role: 'arn:aws:iam::123456789012:role/jobs' };
  const redshift = { ...emr, database: 'dev' };
  const own = { application: '00app', workgroup: 'wg', local_up_to_mb: 0 };
  const classes = { surveillance: own, predefined: { ...own, ceiling_usd: '5' } };
  const plan = (workload: JobPlan['workload']) =>
    jobOf({ workload, inputs: [{ ...input, bytes: 10 ** 6 }] }).plan;
  expect(routeJob(plan('predefined'), { emr, redshift, classes })).toEqual({
    runner: 'redshift',
    route:
      '1 MB of inputs, more than the 0 MB for this machine: warehouse wg of predefined; no price is told there, ceiling_usd does not hold',
    estimate_usd: null,
  });
  expect(routeJob(plan('surveillance'), { emr, redshift, classes }).runner).toBe('emr-serverless');
  expect(routeJob(plan('surveillance'), { redshift, classes }).runner).toBe('redshift');
  expect(routeJob(plan('predefined'), { emr, classes }).runner).toBe('emr-serverless');
});

/** Lets a statement go on by so many states. */
async function steps(fake: FakeRedshift, count: number): Promise<void> {
  for (let step = 0; step < count; step += 1) await fake.state.advance(1_000);
}

/** A put that the process does not survive. */
function dyingAt(store: ObjectStore, name: string): typeof store.putIfAbsent {
  return (key, source) => {
    if (key.endsWith(name)) throw new Error('killed');
    return store.putIfAbsent(key, source);
  };
}
