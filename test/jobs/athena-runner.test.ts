import { AthenaClient, GetWorkGroupCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { JobPlan } from '../../src/domain/generated/job-plan.js';
import { bytesWithin, estimateAthena, usdPerTb } from '../../src/jobs/athena/athena-price.js';
import { athenaStatement, MOST_STATEMENT_BYTES } from '../../src/jobs/athena/athena-statement.js';
import { jobDocument } from '../../src/jobs/job-document.js';
import { readJobs } from '../../src/jobs/job-records.js';
import { routeJob } from '../../src/jobs/route-job.js';
import { lookAtJob, startNewest, submitJob } from '../../src/jobs/submit-job.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { seededChance, seededEmrFaults } from '../fakes/emr/emr-faults.js';
import { schemaErrors } from '../support/schema-errors.js';
import { athenaJobs, athenaRoute, foundNothing, jobsOnAthena } from './support/athena-jobs.js';
import { untilEnded } from './support/emr-jobs.js';
import { jobOf } from './support/job-of.js';

afterEach(() => vi.unstubAllEnvs());

const FILE = 'data/trades/trade_date=2026-11-20/feed=tape/data_file=1-1/rows.parquet';
const input = {
  ...{ dataset: 'trades', feed: 'tape', key: FILE, sha256: '0'.repeat(64), bytes: 1, rows: 3 },
};
const read = `s3://lake-bucket/lake/${FILE}`;

async function reasonOf(execute: () => Promise<{ error: string }>): Promise<string | null> {
  const { jobs } = await athenaJobs({ execute });
  const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), athenaRoute));
  expect(jobDocument(job)).toMatchObject({ state: 'failed', outcome: 'failed' });
  return jobDocument(job).reason;
}

describe('a job on Athena', () => {
  test('that finds nothing is clear, and billed ten megabytes at least', async () => {
    const { fake, jobs } = await athenaJobs();
    fake.look_ms = 500;
    const { job, states } = await untilEnded(jobs, await submitJob(jobs, jobOf(), athenaRoute));
    expect(states).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
    const document = jobDocument(job);
    expect(document).toMatchObject({ state: 'success', outcome: 'clear', alerts: 0, reason: null });
    expect(document.attempts[0]).toMatchObject({
      queued_seconds: 1,
      billed: { bytes_scanned: '1000', usd: '0.000050' },
      handle: { place: 'surveillance' },
    });
    expect(schemaErrors('job', [document])).toEqual([]);
    const runner = await jobs.runner('athena');
    const id = [...fake.state.queries.keys()][0] ?? '';
    expect(await runner.logs({ runner: 'athena', id, place: '' })).toEqual([
      {
        name: 'query',
        text: expect.stringMatching(
          /^state: SUCCEEDED\nqueued ms: 1000\nbytes scanned: 1000\nresult: s3:\/\/lake-bucket\/lake\/jobs\/.*\/out\/athena\/.*\.csv\n$/,
        ) as string,
      },
    ]);
  });

  test('that waits, runs and is cancelled says so, and cancelling what has ended changes nothing', async () => {
    const { fake, jobs } = await athenaJobs();
    fake.state.held = true;
    fake.look_ms = 0;
    const submitted = await submitJob(jobs, jobOf(), athenaRoute);
    expect((await lookAtJob(jobs, submitted)).status).toMatchObject({
      state: 'queued',
      native_state: 'QUEUED',
      reason: 'waits in the queue of Athena: as many queries run as the account may',
    });
    await fake.state.advance(1_000);
    expect((await lookAtJob(jobs, submitted)).status).toMatchObject({ state: 'running' });
    const handle = submitted.attempts[0]?.handle;
    if (handle == null) throw new Error('the job has a handle');
    const runner = await jobs.runner('athena');
    await runner.cancel(handle);
    const { job } = await untilEnded(jobs, submitted);
    expect(jobDocument(job)).toMatchObject({ state: 'cancelled', outcome: null });
    await runner.cancel(handle);
    expect(fake.calls.filter((operation) => operation === 'StopQueryExecution')).toHaveLength(1);
  });

  test('whose start was never answered is found by its mark after its token is forgotten, among others', async () => {
    const { fake, store, jobs, spill } = await athenaJobs();
    fake.list_rows = 2;
    const dead = {
      ...jobs,
      store: {
        ...store,
        putIfAbsent: (...put: Parameters<typeof store.putIfAbsent>) => {
          if (put[0].endsWith('handle.json')) throw new Error('killed');
          return store.putIfAbsent(...put);
        },
      },
    };
    await expect(submitJob(dead, jobOf(), athenaRoute)).rejects.toThrow('killed');
    const [found] = await readJobs(store);
    if (found === undefined) throw new Error('the job is on record');
    for (let other = 0; other < 5; other += 1) {
      await submitJob(jobs, jobOf({ settings: { other: String(other) } }), athenaRoute);
    }
    await fake.state.advance(9 * 3_600_000);
    const attached = await startNewest(jobsOnAthena(fake, store, { spill }), found);
    expect(attached.attempts[0]?.handle?.id).toBe([...fake.state.queries.keys()][0]);
    expect(fake.state.queries.size).toBe(6);
  });

  test('whose reply is lost is asked for again with the same token and runs once', async () => {
    const { fake, jobs } = await athenaJobs();
    fake.faults = ({ number }) => (number === 1 ? { kind: 'dropped', when: 'after' } : null);
    await submitJob(jobs, jobOf(), athenaRoute);
    expect([fake.calls.length, fake.state.queries.size]).toEqual([2, 1]);
  });

  test('ends right and runs once in a storm in which a fifth of the calls fail or lose their reply', async () => {
    const { fake, jobs } = await athenaJobs();
    fake.faults = seededEmrFaults(seededChance(7), 0.2);
    for (let number = 1; number <= 10; number += 1) {
      const job = jobOf({ settings: { number: String(number) } });
      const { job: ended } = await untilEnded(jobs, await submitJob(jobs, job, athenaRoute));
      expect([jobDocument(ended).state, fake.state.queries.size]).toEqual(['success', number]);
    }
  });

  test('waits for its turn where too many are active, and says so where that does not come', async () => {
    const { jobs } = await athenaJobs({ active: 0 });
    await expect(submitJob(jobs, jobOf(), athenaRoute)).rejects.toThrow(
      /athena:StartQueryExecution failed 8 times \(TooManyRequestsException: .*\[job-service-unavailable\]$/,
    );
  });

  test('that reads more than its work group lets it has failed, is billed, and says what to do', async () => {
    const { fake, jobs } = await athenaJobs({
      execute: () => Promise.resolve(foundNothing({}, 20_000_001)),
    });
    fake.state.groups.set('surveillance', 20_000_000);
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), athenaRoute));
    expect(jobDocument(job)).toMatchObject({
      state: 'failed',
      reason:
        'it would read more than its work group lets a query read; narrow it, or raise BytesScannedCutoffPerQuery of the work group, and ceiling_usd of the class where that sets it; the service says: Bytes scanned limit was exceeded',
    });
    expect(jobDocument(job).attempts[0]?.billed).toEqual({ bytes_scanned: '20000001', usd: '0.000105' });
  });

  test('that runs longer than half an hour has failed, costs nothing, and says what to do', async () => {
    const { fake, jobs } = await athenaJobs();
    fake.state.held = true;
    const submitted = await submitJob(jobs, jobOf(), athenaRoute);
    await fake.state.advance(1_000);
    await fake.state.advance(30 * 60_000 + 1);
    const { job } = await untilEnded(jobs, submitted);
    expect(jobDocument(job).reason).toMatch(
      /^it ran longer than Athena lets a query run; .*: Query timeout$/,
    );
    expect(jobDocument(job).attempts[0]?.billed?.usd).toBe('0.000000');
  });

  test.each([
    [
      'Query exhausted resources at this scale factor',
      /^it needs more memory than Athena gives a query; .*glue/,
    ],
    ['Access denied when writing output', /^the caller may not read what it reads or write its result; /],
    [
      "TABLE_NOT_FOUND: line 1:1: Table 'x'",
      /^the catalog does not show what it reads; tapewarden catalog sync/,
    ],
    ['HIVE_CANNOT_OPEN_SPLIT: Error', /^a file of the lake cannot be read; tapewarden lake verify/],
    ['DIVISION_BY_ZERO: / by zero', /^DIVISION_BY_ZERO: \/ by zero$/],
  ])('that fails with %s says what to do', async (error, words) => {
    const reason = await reasonOf(() => Promise.resolve({ error }));
    expect(reason).toMatch(words);
    expect(reason).toContain(error);
  });

  test('that nobody asked for within 45 days has failed, and can be submitted again', async () => {
    const { fake, jobs } = await athenaJobs();
    const submitted = await submitJob(jobs, jobOf(), athenaRoute);
    for (let step = 0; step < 3; step += 1) await fake.state.advance(1_000);
    await fake.state.advance(45 * 24 * 3_600_000);
    const { job } = await untilEnded(jobs, submitted);
    const id = submitted.attempts[0]?.handle?.id;
    expect(jobDocument(job)).toMatchObject({
      state: 'failed',
      reason: `query ${id}: Athena no longer knows it or its result, expected to be asked within 45 days; submit again [athena-query-expired]`,
    });
    const again = await untilEnded(jobs, await submitJob(jobs, jobOf(), athenaRoute));
    expect(jobDocument(again.job).state).toBe('success');
  });

  test.each([
    [{ [read]: 3 }, null],
    [{ [read]: 2 }, `${read}: Athena read 2 rows of it, expected the 3 of the plan`],
    [{}, `${read}: Athena read 0 rows of it, expected the 3 of the plan`],
    [{ [read]: 3, 's3://x/y': 1 }, 's3://x/y: Athena read 1 rows of it, expected the 0 of the plan'],
  ])('that read %j has found its files or failed', async (files, reason) => {
    const { jobs } = await athenaJobs({ execute: () => Promise.resolve(foundNothing(files)) });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf({ inputs: [input] }), athenaRoute));
    const next = '; tapewarden catalog sync, then submit again [athena-files-differ]';
    expect(jobDocument(job).reason).toBe(reason === null ? null : `${reason}${next}`);
    expect(jobDocument(job).state).toBe(reason === null ? 'success' : 'failed');
  });

  test('of a class without a work group is told so, and runs in that of its class', async () => {
    const { jobs } = await athenaJobs({ place: { classes: {} } });
    expect(jobDocument(await submitJob(jobs, jobOf(), athenaRoute)).reason).toBe(
      'class surveillance has no work group of Athena; name it as jobs.classes.surveillance.athena_workgroup in tapewarden.yaml, or run it with --runner local [athena-class-unconfigured]',
    );
    const { fake, jobs: configured } = await athenaJobs();
    await submitJob(configured, jobOf({ workload: 'predefined' }), athenaRoute);
    expect([...fake.state.queries.values()].map(({ input: asked }) => asked.WorkGroup)).toEqual(['reports']);
  });
});

describe('a ceiling', () => {
  const ceiling = async (limit: number | null, ceiling_usd: string): Promise<string | null> => {
    const classes = { surveillance: { athena_workgroup: 'surveillance', ceiling_usd } };
    const { fake, jobs } = await athenaJobs({ place: { classes } });
    fake.state.groups.set('surveillance', limit);
    return jobDocument(await submitJob(jobs, jobOf(), athenaRoute)).reason;
  };

  test('holds only where the work group stops a query before it is reached', async () => {
    expect(await ceiling(1_000_000_000, '0.005')).toBeNull();
    expect(await ceiling(1_000_000_001, '0.005')).toBe(
      'work group surveillance: BytesScannedCutoffPerQuery is 1000000001, expected at most 1000000000, which is what ceiling_usd 0.005 pays for; set it in Athena, or change ceiling_usd in tapewarden.yaml [athena-cutoff-too-high]',
    );
    expect(await ceiling(null, '0.005')).toContain('BytesScannedCutoffPerQuery is not set, expected');
  });

  test('refuses what is estimated above it before anything is asked', async () => {
    expect(await ceiling(10_000_000, '0.00005')).toBeNull();
    expect(await ceiling(null, '0.000049')).toContain(
      'may cost 0.000050 USD, expected at most 0.000049; raise ceiling_usd in tapewarden.yaml or run it elsewhere with --runner [job-too-dear]',
    );
  });
});

describe('the price', () => {
  const plan = (bytes: number, sql: Partial<JobPlan> = {}): JobPlan =>
    jobOf({ inputs: [{ ...input, bytes }], alerts_sql: 'SELECT 1 FROM trades', ...sql }).plan;

  test('is by the megabyte begun, at every place that reads, alerts once more for the evidence', () => {
    expect(estimateAthena(plan(10_000_000), '5.00')).toBe('0.000050');
    expect(estimateAthena(plan(10_000_001), '5.00')).toBe('0.000055');
    expect(estimateAthena(plan(10 ** 12), '5.00')).toBe('5.000000');
    const twice = 'SELECT 1 FROM trades AS a JOIN trades AS b ON a.x = b.x';
    expect(estimateAthena(plan(10 ** 12, { alerts_sql: twice }), '5.00')).toBe('10.000000');
    const evidence_sql = 'SELECT 1 FROM alerts JOIN trades ON 1 = 1';
    expect(estimateAthena(plan(10 ** 12, { alerts_sql: twice, evidence_sql }), '5.00')).toBe('25.000000');
  });

  test('of a region that is not known must be named', () => {
    const athena = { region: 'us-west-1' };
    expect(() => usdPerTb({ athena })).toThrow(
      'no price is known for Athena in us-west-1, expected jobs.athena.usd_per_tb; without it no ceiling holds [job-price-unknown]',
    );
    expect(usdPerTb({ athena: { ...athena, usd_per_tb: '6.75' } })).toBe('6.75');
    expect(bytesWithin('6.75', '6.75')).toBe(10 ** 12);
  });
});

const views = await readViewColumns();
const results = {
  alerts: new Map([['n', 'BIGINT']]),
  evidence: new Map([
    ['a', 'DATE'],
    ['b', 'DATE'],
  ]),
};
const statementOf = (change: Partial<JobPlan>, inlined = new Map<string, string>()): string =>
  athenaStatement({ plan: jobOf(change).plan, token: 'tok' }, { database: 'd', views, results, inlined });

describe('the query of a plan', () => {
  test('picks the partitions of its files, tells them with their rows, and gives all as text', () => {
    const lines = statementOf({ inputs: [input, { ...input, feed: "o'b" }] }).split('\n');
    expect([lines[0], lines[1]]).toEqual(['-- tapewarden-tok', 'WITH']);
    expect(lines[2]).toMatch(/^"trades" AS \(SELECT "event_id" AS "event_id", /);
    expect(lines[2]).toContain(
      `CAST('2026-11-20' AS DATE) AS "trade_date", CAST('tape' AS VARCHAR) AS "feed" FROM "d"."trades" WHERE trade_date = '2026-11-20' AND feed = 'tape' AND data_file IN ('1-1') UNION ALL SELECT `,
    );
    expect(lines.find((line) => line.startsWith('"tapewarden_files"'))).toBe(
      `"tapewarden_files" AS (SELECT "$path" AS file, COUNT(*) AS row_count FROM "d"."trades" WHERE trade_date = '2026-11-20' AND feed = 'tape' AND data_file IN ('1-1') GROUP BY "$path" UNION ALL SELECT "$path" AS file, COUNT(*) AS row_count FROM "d"."trades" WHERE trade_date = '2026-11-20' AND feed = 'o''b' AND data_file IN ('1-1') GROUP BY "$path"`,
    );
    expect(lines.slice(-3)).toEqual([
      `SELECT 'file' AS part, CAST("file" AS VARCHAR) AS c1, CAST("row_count" AS VARCHAR) AS c2 FROM tapewarden_files`,
      `UNION ALL SELECT 'alerts' AS part, CAST("n" AS VARCHAR) AS c1, CAST(NULL AS VARCHAR) AS c2 FROM alerts`,
      `UNION ALL SELECT 'evidence' AS part, CAST("a" AS VARCHAR) AS c1, CAST("b" AS VARCHAR) AS c2 FROM evidence`,
    ]);
  });

  test('has history, absent datasets, and the rows of files that no partition shows', () => {
    const history = { ...input, trade_date: '2026-11-19', sessions_ago: 1 };
    const absent = [{ dataset: 'quotes', columns: { bid_price: 'DECIMAL(18,8)' } }];
    const inlined = new Map([['tw_stage_2', 'SELECT inlined']]);
    const sql = statementOf({ inputs: [history, { ...input, key: 'canaries/x' }], absent }, inlined);
    expect(sql).toContain(
      `CAST(1 AS BIGINT) AS "sessions_ago" FROM "d"."trades" WHERE trade_date = '2026-11-19'`,
    );
    expect(sql).toContain('"trades" AS (SELECT inlined\n)');
    expect(sql).toContain('"quotes" AS (SELECT CAST(NULL AS DECIMAL(18,8)) AS "bid_price" WHERE 1 = 0\n)');
    expect(sql.match(/GROUP BY "\$path"/g)).toHaveLength(1);
  });

  test('is at most 262,144 bytes', () => {
    const rest = Buffer.byteLength(statementOf({ alerts_sql: '' }));
    statementOf({ alerts_sql: 'x'.repeat(MOST_STATEMENT_BYTES - rest) });
    expect(() => statementOf({ alerts_sql: 'x'.repeat(MOST_STATEMENT_BYTES - rest + 1) })).toThrow(
      'job of wash-trade: its query takes 262145 bytes, expected at most 262144 for Athena; run it with --runner local, emr-serverless or glue [athena-statement-too-long]',
    );
  });
});

test('the requests that start a query are these', async () => {
  const classes = { surveillance: { athena_workgroup: 'group', ceiling_usd: '5' } };
  const { jobs, fake } = await athenaJobs({ place: { classes } });
  const client = mockClient(AthenaClient);
  onTestFinished(() => client.restore());
  client.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'one' });
  client
    .on(GetWorkGroupCommand, { WorkGroup: 'group' })
    .resolves({ WorkGroup: { Name: 'group', Configuration: { BytesScannedCutoffPerQuery: 10 ** 12 } } });
  const { attempts, description } = await submitJob(jobs, jobOf(), athenaRoute);
  const token = attempts[0]?.begun.token;
  expect(fake.calls).toEqual([]);
  expect(client.commandCalls(StartQueryExecutionCommand)[0]?.args[0].input).toEqual({
    QueryString: expect.stringMatching(new RegExp(`^-- tapewarden-${token}\nWITH\n`)) as string,
    ClientRequestToken: token,
    WorkGroup: 'group',
    QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'surveillance' },
    ResultConfiguration: {
      OutputLocation: `s3://lake-bucket/lake/jobs/trade_date=2026-11-20/job=${description.job_id}/attempt=0001/out/athena/`,
      EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: 'alias/surveillance' },
    },
  });
});

test('the router sends predefined work to Athena where there is no warehouse, and surveillance only without Spark', () => {
  const athena = { region: 'us-east-1' };
  const emr = { ...athena, role: 'arn:aws:iam::123456789012:role/jobs' };
  const redshift = { ...emr, database: 'dev' };
  const own = { application: '00app', workgroup: 'wg', athena_workgroup: 'group', local_up_to_mb: 0 };
  const classes = { surveillance: own, predefined: own };
  const plan = (workload: JobPlan['workload']) =>
    jobOf({ workload, inputs: [{ ...input, bytes: 10 ** 6 }] }).plan;
  expect(routeJob(plan('predefined'), { emr, athena, classes })).toEqual({
    runner: 'athena',
    route: '1 MB of inputs, more than the 0 MB for this machine: work group group of predefined',
    estimate_usd: '0.000050',
  });
  expect(routeJob(plan('predefined'), { emr, athena, redshift, classes }).runner).toBe('redshift');
  expect(routeJob(plan('surveillance'), { emr, athena, classes }).runner).toBe('emr-serverless');
  expect(routeJob(plan('surveillance'), { athena, classes }).runner).toBe('athena');
});
