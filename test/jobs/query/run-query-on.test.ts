import { afterEach, describe, expect, test, vi } from 'vitest';
import type { JobPlan } from '../../../src/domain/generated/job-plan.js';
import { recordAttempt } from '../../../src/jobs/job-records.js';
import { planQuery } from '../../../src/jobs/query/plan-query.js';
import { type QueryContext, type QueryRun, runQueryOn } from '../../../src/jobs/query/run-query-on.js';
import { sortRows } from '../../../src/jobs/query/sort-rows.js';
import type { JobContext } from '../../../src/jobs/submit-job.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import type { QueryOutcome } from '../../fakes/athena/athena-state.js';
import { seededChance, seededEmrFaults } from '../../fakes/emr/emr-faults.js';
import { memoryStore } from '../../fakes/memory-store/memory-store.js';
import { athenaJobs, athenaRoute, jobsOnAthena } from '../support/athena-jobs.js';
import { glueRoute } from '../support/glue-jobs.js';

afterEach(() => vi.unstubAllEnvs());

const rows: QueryOutcome = {
  columns: ['part', 'c1', 'c2'],
  rows: [
    ['alerts', '2', null],
    ['alerts', '10', ''],
  ],
  bytes: 20_000_000,
};
const execute = () => Promise.resolve(rows);

async function planOf(spill: string, sql = "SELECT 1 AS n, 'x' AS t ORDER BY n"): Promise<JobPlan> {
  return (await planQuery(sql, '2026-11-20', { store: memoryStore(), spill, limit: 5 })).plan;
}

function queryOn(jobs: JobContext, told: string[] = []): QueryContext {
  return {
    ...jobs,
    sleep: () => Promise.resolve(),
    interrupted: () => Promise.resolve(null),
    onStatus: ({ native_state }) => void told.push(native_state),
  };
}

const values = ({ rows: found }: QueryRun): unknown[] => found.map(({ n, t }) => [n, t]);

async function runOn(...given: Parameters<typeof runQueryOn>): Promise<QueryRun> {
  const run = await runQueryOn(...given);
  if (typeof run === 'string') throw new Error(run);
  return run;
}

describe('a query on a runner', () => {
  test('tells its states, gives every value as text, and is read again without being run again', async () => {
    const { fake, jobs, spill } = await athenaJobs({ execute });
    fake.look_ms = 500;
    const [plan, told] = [await planOf(spill), [] as string[]];
    const first = await runOn(queryOn(jobs, told), plan, athenaRoute);
    expect(told).toEqual(['QUEUED', 'RUNNING', 'RUNNING', 'SUCCEEDED']);
    expect(values(first)).toEqual([
      ['10', ''],
      ['2', null],
    ]);
    expect([first.reused, first.attempt.ended?.billed?.usd]).toEqual([false, '0.000100']);
    const calls = fake.calls.length;
    const again = await runOn(queryOn(jobs), plan, glueRoute);
    expect([again.reused, values(again), fake.calls.length]).toEqual([true, values(first), calls]);
  });

  test('that is detached from goes on, and that is cancelled is begun anew by the next call', async () => {
    const { fake, jobs, spill } = await athenaJobs({ execute });
    fake.state.held = true;
    const plan = await planOf(spill);
    const answered = (answer: 'detach' | 'cancel'): QueryContext => ({
      ...queryOn(jobs),
      interrupted: () => Promise.resolve(answer),
    });
    expect(await runQueryOn(answered('detach'), plan, athenaRoute)).toBe('detached');
    expect([...fake.state.queries.values()].map(({ state }) => state)).toEqual(['RUNNING']);
    expect(await runQueryOn(answered('cancel'), plan, athenaRoute)).toBe('cancelled');
    fake.state.held = false;
    expect((await runOn(queryOn(jobs), plan, athenaRoute)).attempt.number).toBe(2);
    expect([...fake.state.queries.values()].map(({ state }) => state)).toEqual(['CANCELLED', 'SUCCEEDED']);
  });

  test('whose caller went away is attached to by whoever asks the same', async () => {
    const { fake, store, jobs, spill } = await athenaJobs({ execute });
    fake.state.held = true;
    const plan = await planOf(spill);
    const gone = { ...queryOn(jobs), sleep: () => Promise.reject(new Error('gone')) };
    await expect(runQueryOn(gone, plan, athenaRoute)).rejects.toThrow('gone');
    fake.state.held = false;
    const { attempt } = await runOn(queryOn(jobsOnAthena(fake, store, { spill })), plan, athenaRoute);
    expect([attempt.number, fake.state.queries.size]).toEqual([1, 1]);
  });

  test('is not waited for at another runner than the one that is asked for', async () => {
    const { jobs, spill, store, fake } = await athenaJobs({ execute });
    const plan = await planOf(spill);
    const place = { job: { job_id: plan.plan_id, plan }, attempt: 1, part: 'begun' as const };
    const began_at = '2026-11-20T00:00:00.000Z';
    await recordAttempt(store, place, { ...glueRoute, host: null, token: 't', began_at });
    const { attempt } = await runOn(queryOn(jobs), plan, athenaRoute);
    expect([attempt.number, fake.state.queries.size]).toEqual([2, 1]);
  });

  test('of two callers at once runs once', async () => {
    const { fake, store, jobs, spill } = await athenaJobs({ execute });
    const plan = await planOf(spill);
    const both = await Promise.all(
      [jobs, jobsOnAthena(fake, store, { spill })].map((caller) => runOn(queryOn(caller), plan, athenaRoute)),
    );
    expect(both.map(values)).toEqual([values(both[0] as QueryRun), values(both[0] as QueryRun)]);
    expect(fake.state.queries.size).toBe(1);
  });

  test('ends right and runs once in storms in which a twentieth of the calls fail or lose their reply', async () => {
    const { fake, spill } = await athenaJobs({ execute });
    const plan = await planOf(spill);
    for (let seed = 1; seed <= 20; seed += 1) {
      const store = memoryStore();
      const jobs = { ...jobsOnAthena(fake, store, { spill }), address: `s3://lake-${seed}` };
      fake.faults = seededEmrFaults(seededChance(seed), 0.05);
      const run = await runOn(queryOn(jobs), plan, athenaRoute);
      expect([seed, run.rows.length, fake.state.queries.size]).toEqual([seed, 2, seed]);
    }
  });

  test('that fails is told and begun anew by the next call', async () => {
    const { fake, jobs, spill } = await athenaJobs({ execute: () => Promise.resolve({ error: 'no' }) });
    const plan = await planOf(spill);
    for (const attempt of [1, 2]) {
      await expect(runQueryOn(queryOn(jobs), plan, athenaRoute)).rejects.toThrow(
        'the query failed on athena (no); mend what it says, or run it without --runner on this machine [query-failed]',
      );
      expect(fake.state.queries.size).toBe(attempt);
    }
  });
});

describe('rows of texts', () => {
  const columns = new Map([
    ['n', 'BIGINT'],
    ['d', 'DECIMAL(18,2)'],
    ['b', 'BOOLEAN'],
  ]);

  test('become values of the types of the query in its order, nulls where the embedded database has them', async () => {
    const given = [
      { n: '10', d: '1.5', b: 'true' },
      { n: '9007199254740993', d: null, b: null },
      { n: '2', d: '1.500', b: 'false' },
      { n: null, d: '-3', b: 'true' },
    ];
    const spill = await temporaryFolder();
    const sorted = await sortRows(given, { columns, order: 'd DESC, 1 -- last' }, { spill, runner: 'x' });
    expect(sorted).toEqual([
      { n: '2', d: '1.50', b: false },
      { n: '10', d: '1.50', b: true },
      { n: null, d: '-3.00', b: true },
      { n: '9007199254740993', d: null, b: null },
    ]);
  });

  test.each([
    ['d', '1.005', 'column d is 1.005, expected DECIMAL(18,2)'],
    ['n', '1.5', 'column n is 1.5, expected BIGINT'],
  ])('of which %s is %s are not rounded', async (name, value, reason) => {
    const given = [{ n: '1', d: '1', b: null, [name]: value }];
    const spill = await temporaryFolder();
    await expect(sortRows(given, { columns, order: null }, { spill, runner: 'glue' })).rejects.toThrow(
      `the query failed on glue (${reason}; CAST it to what it is to be)`,
    );
  });
});

describe('the plan of a query', () => {
  test('has a limit of one row more than is shown, unless the query has its own', async () => {
    const spill = await temporaryFolder();
    const sql = async (text: string): Promise<string> => (await planOf(spill, text)).alerts_sql;
    expect(await sql('SELECT 1 AS n; ')).toBe('SELECT 1 AS n\nLIMIT 6');
    expect(await sql('SELECT 1 AS n LIMIT 2 -- few')).toBe('SELECT 1 AS n LIMIT 2 -- few\n');
  });

  test('is the same for the same query, and has empty datasets where nothing is published', async () => {
    const spill = await temporaryFolder();
    const [one, two] = [
      await planOf(spill, 'SELECT symbol FROM trades'),
      await planOf(spill, 'SELECT symbol FROM trades'),
    ];
    expect(one).toEqual(two);
    expect(one.inputs).toEqual([]);
    expect(one.absent?.map(({ dataset }) => dataset)).toEqual(['trades']);
    expect((await planOf(spill, 'SELECT qty FROM trades')).plan_id).not.toBe(one.plan_id);
  });
});
