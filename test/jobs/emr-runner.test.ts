import { gzipSync } from 'node:zlib';
import { EMRServerlessClient, GetJobRunCommand, StartJobRunCommand } from '@aws-sdk/client-emr-serverless';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { sha256 } from '../../src/domain/sha256.js';
import { openEmrRunner } from '../../src/jobs/emr/open-emr-runner.js';
import { jobDocument } from '../../src/jobs/job-document.js';
import { readJobs } from '../../src/jobs/job-records.js';
import { lookAtJob, startNewest, submitJob, ticketOf } from '../../src/jobs/submit-job.js';
import { openLocalStore } from '../../src/store/local-store.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { retryMeans } from '../fakes/glue/start-glue.js';
import { schemaErrors } from '../support/schema-errors.js';
import { emrPlace, emrRoute, jobsOn } from './support/emr-context.js';
import { emrJobs, untilEnded } from './support/emr-jobs.js';
import { jobOf } from './support/job-of.js';

afterEach(() => vi.unstubAllEnvs());

describe('a job on EMR Serverless', () => {
  test('that waits for others says so', async () => {
    const { emr, jobs } = await emrJobs(await temporaryFolder(), { concurrent: 0 });
    const submitted = await submitJob(jobs, jobOf(), emrRoute);
    expect(jobDocument(submitted).state).toBe('starting');
    await emr.state.advance(180_000);
    const { status } = await lookAtJob(jobs, submitted);
    expect(status).toMatchObject({
      state: 'queued',
      native_state: 'QUEUED',
      reason: 'waits in the queue of the application: as many jobs run as it allows at once',
    });
  });

  test('that waited too long is given up, with how long it waited', async () => {
    const { emr, jobs } = await emrJobs(await temporaryFolder(), {
      concurrent: 0,
      queue_timeout_ms: 900_000,
    });
    const submitted = await submitJob(jobs, jobOf(), emrRoute);
    await emr.state.advance(1_000);
    await emr.state.advance(900_001);
    const document = jobDocument((await untilEnded(jobs, submitted)).job);
    expect(document.reason).toContain(
      'it waited 15 minutes in the queue of the application and was given up',
    );
    expect(document.attempts[0]?.queued_seconds).toBe(900);
  });

  test('that finds nothing is clear, and its document keeps its schema', async () => {
    const { emr, jobs, store } = await emrJobs(await temporaryFolder());
    const { job, states } = await untilEnded(jobs, await submitJob(jobs, jobOf(), emrRoute));
    expect(states).toEqual(['PENDING', 'SCHEDULED', 'RUNNING', 'SUCCESS']);
    const document = jobDocument(job);
    expect(document).toMatchObject({ state: 'success', outcome: 'clear', alerts: 0, reason: null });
    expect(document.attempts[0]).toMatchObject({
      billed: {
        vcpu_hours: '0.134000',
        memory_gb_hours: '0.534000',
        storage_gb_hours: '0.000000',
        // 0.134 × 0.052624 + 0.534 × 0.0057785 = 0.007051616 + 0.003085719
        usd: '0.010138',
      },
      dashboard: null,
    });
    expect(schemaErrors('job', [document])).toEqual([]);
    expect((await readJobs(store)).map((one) => jobDocument(one))).toEqual([document]);
    expect(emr.state.runs.size).toBe(1);
    // The page may open to whoever has its address: it is asked for, and stands nowhere in the lake.
    expect(emr.calls).not.toContain('GetDashboardForJobRun');
    const handle = job.attempts[0]?.handle;
    if (handle == null) throw new Error('the job has a handle');
    const asked = await (await jobs.runner('emr-serverless')).status(handle, { page: true });
    expect(asked.dashboard).toBe(`https://dashboard.example/${handle.id}`);
  });

  test('over a day that is not complete is inconclusive where it finds nothing', async () => {
    const { jobs } = await emrJobs(await temporaryFolder());
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf({}, 'incomplete: x'), emrRoute));
    expect(jobDocument(job)).toMatchObject({ outcome: 'inconclusive', reason: 'incomplete: x' });
  });

  test('that ends well without a result has failed', async () => {
    const { jobs } = await emrJobs(await temporaryFolder(), { work: () => Promise.resolve({ ok: true }) });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), emrRoute));
    expect(jobDocument(job)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('there is no result under jobs/trade_date=2026-11-20/job=') as string,
    });
  });

  test.each([
    ['Container exited with a non-zero exit code 137', 'more memory than it has (exit 137)'],
    [
      'ApplicationMaxCapacityExceededException: Worker could not be allocated',
      'no capacity left below its maximum',
    ],
    ['com.amazonaws AccessDenied: s3:GetObject', "the job's own policy only narrows them"],
    ['java.lang.RuntimeException: odd', 'java.lang.RuntimeException: odd'],
  ])('that fails with "%s" is explained in words', async (details, words) => {
    const { jobs } = await emrJobs(await temporaryFolder(), {
      work: () => Promise.resolve({ ok: false, details }),
    });
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), emrRoute));
    const { state, outcome, reason } = jobDocument(job);
    expect([state, outcome]).toEqual(['failed', 'failed']);
    expect(reason).toContain(words);
    expect(reason).toContain(details);
  });

  test('is not run again while it runs or after it ended well, and is after it failed', async () => {
    let fails = true;
    const { emr, jobs } = await emrJobs(await temporaryFolder(), {
      work: () => Promise.resolve(fails ? { ok: false, details: 'boom' } : { ok: true }),
    });
    const first = await submitJob(jobs, jobOf(), emrRoute);
    await submitJob(jobs, jobOf(), emrRoute);
    expect(emr.state.runs.size).toBe(1);
    await untilEnded(jobs, first);
    fails = false;
    const second = await submitJob(jobs, jobOf(), emrRoute);
    expect(emr.state.runs.size).toBe(2);
    const [one, two] = second.attempts;
    expect([one?.number, one?.ended?.state, two?.number]).toEqual([1, 'failed', 2]);
    expect(one?.begun.token).not.toBe(two?.begun.token);
  });

  test('whose start was recorded and never answered is started once by whoever attaches, even after its token is forgotten', async () => {
    const folder = await temporaryFolder();
    const { emr, store, jobs } = await emrJobs(folder);
    const dead = { ...jobs, store: { ...store, putIfAbsent: dyingAt(store, 'handle.json') } };
    await expect(submitJob(dead, jobOf(), emrRoute)).rejects.toThrow('killed');
    expect(emr.state.runs.size).toBe(1);
    await emr.state.advance(9 * 3_600_000);
    const [found] = await readJobs(store);
    if (found === undefined) throw new Error('the job is on record');
    expect(jobDocument(found).state).toBe('submitting');
    const attached = await startNewest(jobsOn(emr, store), found);
    expect(emr.state.runs.size).toBe(1);
    expect(attached.attempts[0]?.handle?.id).toBe([...emr.state.runs.keys()][0]);
  });

  test('is cancelled with grace, and cancelling what has ended changes nothing', async () => {
    const { emr, jobs } = await emrJobs(await temporaryFolder(), {
      work: () => new Promise(() => undefined),
    });
    const submitted = await submitJob(jobs, jobOf(), emrRoute);
    await emr.state.advance(1_000);
    await emr.state.advance(1_000);
    await emr.state.advance(1_000);
    const runner = await jobs.runner('emr-serverless');
    const handle = submitted.attempts[0]?.handle;
    if (handle == null) throw new Error('the job has a handle');
    await runner.cancel(handle);
    const { job, states } = await untilEnded(jobs, submitted);
    expect(states.at(-1)).toBe('CANCELLED');
    expect(jobDocument(job)).toMatchObject({ state: 'cancelled', outcome: null, reason: null });
    await runner.cancel(handle);
    expect(emr.calls.filter((operation) => operation === 'CancelJobRun')).toHaveLength(1);
  });

  test('that the service refuses has failed and is told so; nothing was started', async () => {
    const { emr, jobs } = await emrJobs(await temporaryFolder(), { place: { role: 'no-arn' } });
    const refused = await submitJob(jobs, jobOf(), emrRoute);
    expect(jobDocument(refused)).toMatchObject({ state: 'failed', outcome: 'failed' });
    expect(jobDocument(refused).reason).toBe(
      'emr-serverless:StartJobRun is refused (ValidationException: executionRoleArn is required); mend what the service says, check jobs in tapewarden.yaml, then submit again [job-service-refused]',
    );
    expect(emr.state.runs.size).toBe(0);
  });

  test('keeps its place where the service does not answer, and says that nothing runs twice', async () => {
    const { emr, jobs } = await emrJobs(await temporaryFolder());
    emr.faults = () => ({ kind: 'error', code: 'ThrottlingException', status: 429 });
    await expect(submitJob(jobs, jobOf(), emrRoute)).rejects.toThrow(
      'emr-serverless:StartJobRun failed 8 times (ThrottlingException: injected); tapewarden jobs attach later: nothing runs twice [job-service-unavailable]',
    );
  });

  test('that is not allowed is told so', async () => {
    const { emr, jobs } = await emrJobs(await temporaryFolder());
    emr.faults = () => ({ kind: 'error', code: 'AccessDeniedException', status: 403 });
    expect(jobDocument(await submitJob(jobs, jobOf(), emrRoute)).reason).toBe(
      'emr-serverless:StartJobRun is not allowed (AccessDeniedException: injected); check the credentials and grant it to this role in IAM [job-service-denied]',
    );
  });

  test('of a class without an application is told so', async () => {
    const { jobs } = await emrJobs(await temporaryFolder(), { place: { classes: {} } });
    expect(jobDocument(await submitJob(jobs, jobOf(), emrRoute)).reason).toBe(
      'class surveillance has no application of EMR Serverless; name it as jobs.classes.surveillance.application in tapewarden.yaml, or run it with --runner local [job-class-unconfigured]',
    );
  });

  test('runs in the application of its class', async () => {
    const { emr, jobs } = await emrJobs(await temporaryFolder());
    await submitJob(jobs, jobOf(), emrRoute);
    await submitJob(jobs, jobOf({ workload: 'predefined' }), emrRoute);
    expect([...emr.state.runs.values()].map(({ application }) => application)).toEqual([
      '00surveillance',
      '00predefined',
    ]);
  });

  test('whose result was altered or is no JSON has failed and can be submitted again', async () => {
    const { emr, jobs, store } = await emrJobs(await temporaryFolder());
    const job = jobOf();
    const out = `jobs/trade_date=2026-11-20/job=${job.job_id}/attempt=0001/out/`;
    const empty = sha256('');
    await store.putIfAbsent(`${out}alerts-${empty}.json`, { bytes: Buffer.from('{}\n') });
    const { job: ended } = await untilEnded(jobs, await submitJob(jobs, job, emrRoute));
    expect(jobDocument(ended)).toMatchObject({ state: 'failed', outcome: 'failed' });
    expect(jobDocument(ended).reason).toMatch(
      /alerts-[0-9a-f]{64}\.json: is [0-9a-f]{64}, expected [0-9a-f]{64}; the result was altered or is incomplete, submit the job again \[job-result-damaged\]/,
    );
    await store.putIfAbsent(`${out.replace('0001', '0002')}result.json`, { bytes: Buffer.from('{') });
    const again = await untilEnded(jobs, await submitJob(jobs, job, emrRoute));
    expect(jobDocument(again.job).reason).toContain('is 1 bytes of something else, expected JSON');
    expect(emr.state.runs.size).toBe(2);
  });

  test('whose first start lost its reply and whose next was denied is not taken for refused: it is attached to', async () => {
    const { emr, jobs } = await emrJobs(await temporaryFolder());
    emr.faults = ({ number }) =>
      number === 1
        ? { kind: 'dropped', when: 'after' }
        : { kind: 'error', code: 'AccessDeniedException', status: 403 };
    await expect(submitJob(jobs, jobOf(), emrRoute)).rejects.toThrow('[job-service-denied]');
    expect(emr.state.runs.size).toBe(1);
    emr.faults = () => null;
    const { job } = await untilEnded(jobs, await submitJob(jobs, jobOf(), emrRoute));
    expect([jobDocument(job).state, job.attempts.length, emr.state.runs.size]).toEqual(['success', 1, 1]);
  });
});

describe('logs', () => {
  test('are read from the lake once they are written, driver first', async () => {
    const { jobs, store } = await emrJobs(await temporaryFolder());
    const submitted = await submitJob(jobs, jobOf(), emrRoute);
    const handle = submitted.attempts[0]?.handle;
    if (handle == null) throw new Error('the job has a handle');
    const runner = await jobs.runner('emr-serverless');
    expect(await runner.logs(handle)).toEqual([]);
    const prefix = `jobs/logs/applications/00surveillance/jobs/${handle.id}/`;
    await store.putIfAbsent(`${prefix}SPARK_EXECUTOR/1/stderr.gz`, { bytes: gzipSync('executor') });
    await store.putIfAbsent(`${prefix}SPARK_DRIVER/stdout.gz`, { bytes: gzipSync('driver') });
    expect(await runner.logs(handle)).toEqual([
      { name: 'SPARK_DRIVER/stdout', text: 'driver' },
      { name: 'SPARK_EXECUTOR/1/stderr', text: 'executor' },
    ]);
  });
});

test('the request to start a job run is this, to the letter', async () => {
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  const client = mockClient(EMRServerlessClient);
  onTestFinished(() => client.restore());
  client.on(StartJobRunCommand).resolves({ jobRunId: '00f1' });
  client.on(GetJobRunCommand).resolves({});
  const store = openLocalStore(await temporaryFolder());
  const input = {
    dataset: 'trades',
    feed: 'f',
    key: 'data/trades/x.parquet',
    sha256: '0'.repeat(64),
    bytes: 1,
    rows: 1,
  };
  const job = jobOf({ inputs: [input] });
  const begun = { ...emrRoute, host: null, token: 'a'.repeat(64), began_at: '2026-11-20T23:00:00.000Z' };
  const runner = openEmrRunner(
    {
      ...emrPlace,
      classes: {
        surveillance: { application: '00surveillance', attempts: 3, executors: 4, timeout_minutes: 30 },
      },
    },
    store,
    retryMeans(),
  );
  await runner.submit(ticketOf(job, { number: 1, begun }, false));
  const [call] = client.commandCalls(StartJobRunCommand);
  const sent = call?.args[0].input;
  const code = (await store.list('jobs/code/'))[0]?.key;
  const out = `lake/jobs/trade_date=2026-11-20/job=${job.job_id}/attempt=0001/out`;
  expect(sent).toMatchObject({
    applicationId: '00surveillance',
    clientToken: 'a'.repeat(64),
    executionRoleArn: 'arn:aws:iam::123456789012:role/jobs',
    name: `tapewarden-${'a'.repeat(64)} wash-trade 2026-11-20`,
    mode: 'BATCH',
    executionTimeoutMinutes: 30,
    retryPolicy: { maxAttempts: 3 },
    jobDriver: {
      sparkSubmit: {
        entryPoint: `s3://lake-bucket/lake/${code}`,
        entryPointArguments: [
          '--plan',
          `s3://lake-bucket/lake/jobs/trade_date=2026-11-20/plans/${job.plan.plan_id}.json`,
          '--lake',
          's3://lake-bucket/lake',
          '--out',
          `s3://lake-bucket/${out}`,
        ],
        sparkSubmitParameters:
          '--conf spark.driver.cores=4 --conf spark.driver.memory=14g --conf spark.executor.cores=4 --conf spark.executor.memory=14g --conf spark.dynamicAllocation.maxExecutors=4',
      },
    },
    configurationOverrides: {
      monitoringConfiguration: {
        s3MonitoringConfiguration: {
          logUri: 's3://lake-bucket/lake/jobs/logs/',
          encryptionKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1',
        },
      },
    },
    tags: {
      'tapewarden:plan': job.plan.plan_id,
      'tapewarden:pattern': 'wash-trade',
      'tapewarden:trade_date': '2026-11-20',
      'tapewarden:workload': 'surveillance',
    },
  });
  const policy = JSON.parse(sent?.executionIamPolicy?.policy ?? '') as { Statement: object[] };
  const arn = 'arn:aws:s3:::lake-bucket';
  expect(policy.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: [
        `${arn}/lake/${code}`,
        `${arn}/lake/jobs/trade_date=2026-11-20/plans/${job.plan.plan_id}.json`,
        `${arn}/lake/data/trades/x.parquet`,
      ],
    },
    {
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:GetObject'],
      Resource: [`${arn}/${out}/*`, `${arn}/lake/jobs/logs/applications/00surveillance/jobs/*`],
    },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn },
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: 'arn:aws:kms:us-east-1:123456789012:key/1',
    },
  ]);
});

test('the local disks of a job are encrypted with the key of the configuration, which its policy lets it use', async () => {
  const disk_kms_key = 'arn:aws:kms:us-east-1:123456789012:key/disk';
  const { emr, jobs } = await emrJobs(await temporaryFolder(), { place: { disk_kms_key } });
  await submitJob(jobs, jobOf(), emrRoute);
  const input = [...emr.state.runs.values()][0]?.input;
  expect(input?.configurationOverrides?.diskEncryptionConfiguration).toEqual({
    encryptionKeyArn: disk_kms_key,
  });
  const policy = JSON.parse(input?.executionIamPolicy?.policy ?? '') as { Statement: object[] };
  expect(policy.Statement).toContainEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: [emrPlace.kms_key, disk_kms_key],
  });
});

test('a disk key that is that of the lake is named once; without one the service is told nothing', async () => {
  for (const disk_kms_key of [emrPlace.kms_key, null]) {
    const { emr, jobs } = await emrJobs(await temporaryFolder(), { place: { disk_kms_key } });
    await submitJob(jobs, jobOf(), emrRoute);
    const input = [...emr.state.runs.values()][0]?.input;
    expect(input?.executionIamPolicy?.policy).toContain(`"Resource":"${emrPlace.kms_key}"`);
    const disk = input?.configurationOverrides?.diskEncryptionConfiguration;
    expect(disk?.encryptionKeyArn ?? null).toBe(disk_kms_key);
  }
});

/** A put that the process does not survive. */
function dyingAt(store: ObjectStore, name: string): typeof store.putIfAbsent {
  return (key, source) => {
    if (key.endsWith(name)) throw new Error('killed');
    return store.putIfAbsent(key, source);
  };
}
