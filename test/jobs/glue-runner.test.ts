import { CreateJobCommand, GlueClient, StartJobRunCommand } from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { JobPlan } from '../../src/domain/generated/job-plan.js';
import { billOfRun, estimateGlue, usdPerDpuHour } from '../../src/jobs/glue/glue-price.js';
import { jobDocument } from '../../src/jobs/job-document.js';
import { readJobs } from '../../src/jobs/job-records.js';
import { routeJob } from '../../src/jobs/route-job.js';
import { type JobContext, lookAtJob, startNewest, submitJob } from '../../src/jobs/submit-job.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { seededChance, seededEmrFaults } from '../fakes/emr/emr-faults.js';
import { memoryStore } from '../fakes/memory-store/memory-store.js';
import { schemaErrors } from '../support/schema-errors.js';
import { untilEnded } from './support/emr-jobs.js';
import { findNothingOnGlue, glueJobs, glueRoute, jobsOnGlue } from './support/glue-jobs.js';
import { jobOf } from './support/job-of.js';

afterEach(() => vi.unstubAllEnvs());

/** A caller that dies when it is to record what the service answered. */
function dyingAt({ store, ...jobs }: JobContext, name: string): JobContext {
  const putIfAbsent: typeof store.putIfAbsent = (key, source) => {
    if (key.endsWith(name)) throw new Error('killed');
    return store.putIfAbsent(key, source);
  };
  return { ...jobs, store: { ...store, putIfAbsent } };
}

async function onlyJob(jobs: JobContext): ReturnType<typeof startNewest> {
  const [found] = await readJobs(jobs.store);
  if (found === undefined) throw new Error('the job is on record');
  return found;
}

describe('a job of Glue', () => {
  test('that finds nothing is clear, is billed, and is gone when its result was seen', async () => {
    const { glue, jobs } = await glueJobs(await temporaryFolder());
    const { job, states } = await untilEnded(jobs, await submitJob(jobs, jobOf(), glueRoute));
    expect(states).toEqual(['RUNNING', 'SUCCEEDED']);
    const document = jobDocument(job);
    expect(document).toMatchObject({ state: 'success', outcome: 'clear', alerts: 0, reason: null });
    const run = [...glue.state.runs.values()][0];
    const seconds = ((run?.ended_ms ?? 0) - (run?.running_ms ?? 0)) / 1000;
    // Nine workers for as long as it ran.
    expect(document.attempts[0]?.billed).toEqual(billOfRun({ DPUSeconds: 9 * seconds }, '0.44'));
    expect(schemaErrors('job', [document])).toEqual([]);
    expect([...new Set(glue.calls)]).toEqual(['CreateJob', 'StartJobRun', 'GetJobRun', 'DeleteJob']);
    expect(glue.state.jobs.size).toBe(0);
  });

  test('that fails stays for whoever looks, says where its logs are, and the next attempt has a job of its own', async () => {
    const { glue, jobs } = await glueJobs(await temporaryFolder(), {
      work: () => Promise.resolve({ ok: false, details: 'Command failed with exit code 137' }),
    });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), glueRoute));
    expect(jobDocument(job).reason).toBe(
      'a worker took more memory than it has; give the class more executors, so that each reads less, or narrow the settings; the service says: Command failed with exit code 137',
    );
    const handle = job.attempts[0]?.handle;
    if (handle == null) throw new Error('the job has a handle');
    expect(await (await jobs.runner('glue')).logs(handle)).toEqual([
      {
        name: 'run',
        text: `state: FAILED\nerror: Command failed with exit code 137\nseconds: 1\nlogs: CloudWatch groups /aws-glue/jobs/output and /aws-glue/jobs/error, streams ${handle.id}\n`,
      },
    ]);
    await submitJob(jobs, jobOf(), glueRoute);
    expect(glue.state.jobs.size).toBe(2);
  });

  test('that runs is cancelled, and cancelling what has ended changes nothing', async () => {
    const { glue, jobs } = await glueJobs(await temporaryFolder(), {
      work: () => new Promise(() => undefined),
    });
    const submitted = await submitJob(jobs, jobOf(), glueRoute);
    glue.look_ms = 0;
    expect((await lookAtJob(jobs, submitted)).status).toMatchObject({
      state: 'starting',
      native_state: 'STARTING',
      billed: null,
    });
    glue.look_ms = 1_000;
    const handle = submitted.attempts[0]?.handle;
    if (handle == null) throw new Error('the job has a handle');
    const runner = await jobs.runner('glue');
    await runner.cancel(handle);
    const { job, states } = await untilEnded(jobs, submitted);
    expect([states, jobDocument(job).state]).toEqual([['STOPPED'], 'cancelled']);
    await runner.cancel(handle);
    expect(glue.calls.filter((operation) => operation === 'BatchStopJobRun')).toHaveLength(1);
  });

  test('that takes longer than its time has failed and says what to do', async () => {
    const classes = { surveillance: { timeout_minutes: 1 } };
    const { glue, jobs } = await glueJobs(await temporaryFolder(), {
      work: () => new Promise(() => undefined),
      place: { classes },
    });
    glue.look_ms = 30_000;
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), glueRoute));
    expect(jobDocument(job).attempts[0]?.native_state).toBe('TIMEOUT');
    expect(jobDocument(job).reason).toBe(
      'it took longer than its time limit; raise timeout_minutes of the class, or ceiling_usd where that sets the limit',
    );
  });

  test.each([
    [
      'AccessDenied (Status Code: 403)',
      /^its role may not do what it did; .*: AccessDenied \(Status Code: 403\)$/,
    ],
    ['Resource unavailable', /^the account has no room left for its workers; /],
    ['ParseException', /^ParseException$/],
  ])('that fails with %s says what to do', async (details, words) => {
    const { jobs } = await glueJobs(await temporaryFolder(), {
      work: () => Promise.resolve({ ok: false, details }),
    });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), glueRoute));
    expect(jobDocument(job).reason).toMatch(words);
  });

  test('that says it ended well and wrote nothing has failed', async () => {
    const { jobs } = await glueJobs(await temporaryFolder(), { work: () => Promise.resolve({ ok: true }) });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), glueRoute));
    expect(jobDocument(job)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('there is no result under') as string,
    });
  });
});

describe('without a client token, a job runs once', () => {
  test('when the reply to its start is lost, also while Glue does not list it yet', async () => {
    const { glue, jobs } = await glueJobs(await temporaryFolder(), { list_lag: 2 });
    glue.faults = ({ number }) => (number === 2 ? { kind: 'dropped', when: 'after' } : null);
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), glueRoute));
    expect(jobDocument(job).state).toBe('success');
    expect(glue.calls.slice(0, 7)).toEqual([
      ...['CreateJob', 'StartJobRun', 'GetJobRuns', 'StartJobRun', 'GetJobRuns', 'StartJobRun'],
      'GetJobRuns',
    ]);
    expect(glue.state.runs.size).toBe(1);
  });

  test('when its caller dies before it has recorded the answer', async () => {
    const { glue, store, jobs } = await glueJobs(await temporaryFolder());
    await expect(submitJob(dyingAt(jobs, 'handle.json'), jobOf(), glueRoute)).rejects.toThrow('killed');
    const attached = await startNewest(jobsOnGlue(glue, store), await onlyJob(jobs));
    const { job } = await untilEnded(jobs, attached);
    expect([jobDocument(job).state, glue.state.runs.size]).toEqual(['success', 1]);
  });

  test('when two callers start it at once', async () => {
    const { glue, store } = await glueJobs(await temporaryFolder(), { list_lag: 1 });
    const both = await Promise.all([1, 2].map(() => submitJob(jobsOnGlue(glue, store), jobOf(), glueRoute)));
    expect(new Set(both.map(({ attempts }) => attempts[0]?.handle?.id))).toEqual(
      new Set([...glue.state.runs.keys()]),
    );
    expect(glue.state.runs.size).toBe(1);
  });

  test('when its caller dies between seeing the result and recording its end', async () => {
    const { glue, jobs } = await glueJobs(await temporaryFolder());
    const submitted = await submitJob(jobs, jobOf(), glueRoute);
    await expect(untilEnded(dyingAt(jobs, 'ended.json'), submitted)).rejects.toThrow('killed');
    expect(glue.state.jobs.size).toBe(0);
    const { job } = await untilEnded(jobs, await onlyJob(jobs));
    expect(jobDocument(job)).toMatchObject({ state: 'success', outcome: 'clear' });
    expect(job.attempts[0]?.ended).toMatchObject({ native_state: 'REMOVED', billed: null });
    expect(glue.state.runs.size).toBe(1);
  });

  test('in storms in which a twentieth of the calls fail or lose their reply', async () => {
    const { glue } = await glueJobs(await temporaryFolder());
    for (let seed = 1; seed <= 60; seed += 1) {
      const store = memoryStore();
      const jobs = jobsOnGlue(glue, store);
      glue.work = (run) => findNothingOnGlue(store, run);
      glue.faults = seededEmrFaults(seededChance(seed), 0.05);
      const wanted = jobOf({ settings: { seed: String(seed) } });
      const { job } = await untilEnded(jobs, await submitJob(jobs, wanted, glueRoute));
      expect([seed, jobDocument(job).state, glue.state.runs.size]).toEqual([seed, 'success', seed]);
    }
  });
});

const input = { dataset: 'trades', feed: 'tape', key: 'k', sha256: '0'.repeat(64), bytes: 1, rows: 1 };

describe('the price', () => {
  test('is estimated as Spark’s, a unit a worker, and must be named where it is not known', () => {
    const { plan } = jobOf({ inputs: [input] });
    // Driver and executor for two minutes at 0.44 / 60.
    expect(estimateGlue(plan, {}, '0.44')).toBe('0.029334');
    expect(() => usdPerDpuHour({ glue: { region: 'eu-west-1', role: 'r' } })).toThrow(
      'no price is known for Glue in eu-west-1, expected jobs.glue.usd_per_dpu_hour; without it no ceiling holds [job-price-unknown]',
    );
  });

  test('is billed by counted units, else by all of them for a minute at least', () => {
    expect(billOfRun({ DPUSeconds: 3600.5 }, '0.44')).toEqual({ dpu_hours: '1.000139', usd: '0.440062' });
    expect(billOfRun({ ExecutionTime: 30, MaxCapacity: 2 }, '0.44')?.usd).toBe('0.014667');
    expect(billOfRun({ ExecutionTime: 61, MaxCapacity: 2 }, '0.44')?.usd).toBe('0.014912');
    expect(billOfRun({ ExecutionTime: 0, MaxCapacity: 2 }, '0.44')).toBeNull();
  });

  test('above the ceiling is refused before anything is asked', async () => {
    const classes = { surveillance: { ceiling_usd: '0.01' } };
    const { glue, jobs } = await glueJobs(await temporaryFolder(), { place: { classes } });
    expect(jobDocument(await submitJob(jobs, jobOf(), glueRoute)).reason).toContain('[job-too-dear]');
    expect(glue.calls).toEqual([]);
  });
});

test('the requests of an attempt are these', async () => {
  const classes = { surveillance: { executors: 3, ceiling_usd: '1' } };
  const { jobs, glue } = await glueJobs(await temporaryFolder(), { place: { classes } });
  const client = mockClient(GlueClient);
  onTestFinished(() => client.restore());
  client.on(CreateJobCommand).resolves({});
  client.on(StartJobRunCommand).resolves({ JobRunId: 'jr_1' });
  const { attempts, description } = await submitJob(jobs, jobOf({ inputs: [input] }), glueRoute);
  const { plan } = description;
  const name = `tapewarden-${attempts[0]?.begun.token}`;
  const lake = 's3://lake-bucket/lake';
  // Four workers at 0.44 an hour are 0.0293 a minute.
  const size = { WorkerType: 'G.1X', NumberOfWorkers: 4, Timeout: 34 };
  expect(glue.calls).toEqual([]);
  expect(client.commandCalls(CreateJobCommand)[0]?.args[0].input).toEqual({
    Name: name,
    Description: 'wash-trade 2026-11-20, attempt 1',
    Role: 'arn:aws:iam::123456789012:role/jobs',
    Command: {
      Name: 'glueetl',
      ScriptLocation: expect.stringMatching(
        /^s3:\/\/lake-bucket\/lake\/jobs\/code\/[0-9a-f]{64}\/run_plan\.py$/,
      ) as string,
      PythonVersion: '3',
    },
    GlueVersion: '5.0',
    ...size,
    MaxRetries: 0,
    ExecutionProperty: { MaxConcurrentRuns: 1 },
    JobRunQueuingEnabled: false,
    DefaultArguments: { '--enable-auto-scaling': 'true' },
    Tags: {
      'tapewarden:plan': plan.plan_id,
      'tapewarden:pattern': 'wash-trade',
      'tapewarden:trade_date': '2026-11-20',
      'tapewarden:workload': 'surveillance',
    },
  });
  const started = client.commandCalls(StartJobRunCommand)[0]?.args[0].input;
  const { ExecutionRoleSessionPolicy: policy = '', ...run } = started ?? { JobName: '' };
  expect(run).toEqual({
    JobName: name,
    Arguments: {
      '--plan': `${lake}/jobs/trade_date=2026-11-20/plans/${plan.plan_id}.json`,
      '--lake': lake,
      '--out': `${lake}/jobs/trade_date=2026-11-20/job=${plan.plan_id}/attempt=0001/out`,
    },
    ...size,
    ExecutionClass: 'STANDARD',
  });
  const { Statement: statements } = JSON.parse(policy) as {
    Statement: { Action: unknown; Resource: unknown }[];
  };
  expect(statements[0]?.Resource).toContain('arn:aws:s3:::lake-bucket/lake/k');
  expect(statements.at(-1)).toEqual({
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: 'arn:aws:logs:*:*:/aws-glue/*',
  });
});

test('the router sends surveillance to Glue where the class has no application', () => {
  const glue = { region: 'us-east-1', role: 'arn:aws:iam::123456789012:role/jobs' };
  const plan = (workload: JobPlan['workload']) =>
    jobOf({ workload, inputs: [{ ...input, bytes: 10 ** 6 }] }).plan;
  const classes = { surveillance: { local_up_to_mb: 0 } };
  expect(routeJob(plan('surveillance'), { glue, classes })).toEqual({
    runner: 'glue',
    route: '1 MB of inputs, more than the 0 MB for this machine: a job of Glue of surveillance',
    estimate_usd: '0.029334',
  });
  const applications = { surveillance: { local_up_to_mb: 0, application: '00app' } };
  expect(routeJob(plan('surveillance'), { glue, emr: glue, classes: applications }).runner).toBe(
    'emr-serverless',
  );
});

test('a job gets the security configuration and the connection that jobs.glue names', async () => {
  const place = { security_configuration: 'encrypted', connection: 'private' };
  const { jobs } = await glueJobs(await temporaryFolder(), { place });
  const client = mockClient(GlueClient);
  onTestFinished(() => client.restore());
  client.on(CreateJobCommand).resolves({});
  client.on(StartJobRunCommand).resolves({ JobRunId: 'jr_1' });
  await submitJob(jobs, jobOf({ inputs: [input] }), glueRoute);
  expect(client.commandCalls(CreateJobCommand)[0]?.args[0].input).toMatchObject({
    SecurityConfiguration: 'encrypted',
    Connections: { Connections: ['private'] },
  });
});
