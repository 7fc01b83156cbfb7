import {
  BatchStopJobRunCommand,
  CreateJobCommand,
  DeleteJobCommand,
  GetJobRunCommand,
  GetJobRunsCommand,
  GlueClient,
  StartJobRunCommand,
} from '@aws-sdk/client-glue';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { stubAwsEnvironment } from '../aws-environment.js';
import { FakeGlueJobs } from './fake-glue-jobs.js';
import type { GlueJobsSettings } from './glue-jobs-state.js';

afterEach(() => vi.unstubAllEnvs());

async function start(
  settings: Partial<GlueJobsSettings> = {},
): Promise<{ fake: FakeGlueJobs; client: GlueClient }> {
  stubAwsEnvironment();
  const fake = await FakeGlueJobs.start(settings);
  onTestFinished(() => fake.stop());
  return { fake, client: new GlueClient({ endpoint: fake.endpoint, maxAttempts: 1 }) };
}

const job = (Name: string, more: { Timeout?: number; DefaultArguments?: Record<string, string> } = {}) =>
  new CreateJobCommand({
    ...{ Name, Role: 'arn:aws:iam::1:role/r', Command: { Name: 'glueetl', ScriptLocation: 's3://b/x.py' } },
    ...more,
  });
const run = (JobName: string) => new StartJobRunCommand({ JobName, WorkerType: 'G.1X', NumberOfWorkers: 2 });
const forever = () => new Promise<never>(() => undefined);

async function states(client: GlueClient, JobName: string, RunId: string | undefined, looks: number) {
  const seen: (string | undefined)[] = [];
  for (let look = 0; look < looks; look += 1) {
    const { JobRun } = await client.send(new GetJobRunCommand({ JobName, RunId }));
    if (JobRun?.JobRunState !== seen.at(-1)) seen.push(JobRun?.JobRunState);
  }
  return seen;
}

describe('the fake of Glue’s jobs', () => {
  test('goes through the states of a run, and counts its units', async () => {
    const { fake, client } = await start();
    fake.look_ms = 500;
    await client.send(job('a', { DefaultArguments: { '--enable-auto-scaling': 'true' } }));
    const { JobRunId: RunId } = await client.send(run('a'));
    expect(await states(client, 'a', RunId, 4)).toEqual(['STARTING', 'RUNNING', 'SUCCEEDED']);
    const { JobRun } = await client.send(new GetJobRunCommand({ JobName: 'a', RunId }));
    expect(JobRun).toMatchObject({ ExecutionTime: 1, MaxCapacity: 2, DPUSeconds: 1 });
  });

  test('lets as many runs of a job begin as it may at once, and another one after them', async () => {
    const { client } = await start();
    await client.send(job('a'));
    const { JobRunId } = await client.send(run('a'));
    await expect(client.send(run('a'))).rejects.toMatchObject({ name: 'ConcurrentRunsExceededException' });
    await states(client, 'a', JobRunId, 3);
    expect((await client.send(run('a'))).JobRunId).not.toBe(JobRunId);
  });

  test('knows a job by its name, whole or not, and no more of it once it is deleted', async () => {
    const { fake, client } = await start();
    await client.send(job('a'));
    await expect(client.send(job('a'))).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await expect(client.send(job('a', { Timeout: 1 }))).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
    const { JobRunId: RunId } = await client.send(run('a'));
    await client.send(new DeleteJobCommand({ JobName: 'a' }));
    await client.send(new DeleteJobCommand({ JobName: 'a' }));
    for (const command of [new GetJobRunCommand({ JobName: 'a', RunId }), run('a')]) {
      await expect(client.send(command as GetJobRunCommand)).rejects.toMatchObject({
        name: 'EntityNotFoundException',
      });
    }
    expect(fake.state.runs.size).toBe(1);
  });

  test('lists a run that has just begun late, where it is told to', async () => {
    const { client } = await start({ list_lag: 1 });
    await client.send(job('a'));
    const { JobRunId } = await client.send(run('a'));
    const listed = async () =>
      (await client.send(new GetJobRunsCommand({ JobName: 'a' }))).JobRuns?.map(({ Id }) => Id);
    expect([await listed(), await listed()]).toEqual([[], [JobRunId]]);
  });

  test('stops a run after a while, and leaves one that has ended', async () => {
    const { client } = await start({ work: forever });
    await client.send(job('a'));
    const { JobRunId = '' } = await client.send(run('a'));
    await states(client, 'a', JobRunId, 2);
    const stop = new BatchStopJobRunCommand({ JobName: 'a', JobRunIds: [JobRunId] });
    expect((await client.send(stop)).SuccessfulSubmissions).toHaveLength(1);
    expect(await states(client, 'a', JobRunId, 1)).toEqual(['STOPPED']);
    expect((await client.send(stop)).Errors).toHaveLength(1);
  });

  test('ends a run after its time and not a look before, and says why one failed', async () => {
    const { fake, client } = await start({ work: forever });
    await client.send(job('a', { Timeout: 1 }));
    const { JobRunId } = await client.send(run('a'));
    await fake.state.advance(1_000);
    await fake.state.advance(59_000);
    expect(await states(client, 'a', JobRunId, 2)).toEqual(['RUNNING', 'TIMEOUT']);
    fake.work = () => Promise.resolve({ ok: false, details: 'boom' });
    const { JobRunId: RunId } = await client.send(run('a'));
    expect(await states(client, 'a', RunId, 3)).toEqual(['RUNNING', 'FAILED']);
    const { JobRun } = await client.send(new GetJobRunCommand({ JobName: 'a', RunId }));
    expect(JobRun?.ErrorMessage).toBe('boom');
  });

  test('keeps the limits of the account', async () => {
    const { client } = await start({ jobs: 2, runs: 1 });
    for (const name of ['a', 'b']) await client.send(job(name));
    const exceeded = { name: 'ResourceNumberLimitExceededException' };
    await expect(client.send(job('c'))).rejects.toMatchObject(exceeded);
    await client.send(run('a'));
    await expect(client.send(run('b'))).rejects.toMatchObject(exceeded);
    const JobName = 'b';
    for (const bad of [
      { NumberOfWorkers: 1 },
      { NumberOfWorkers: 2, ExecutionRoleSessionPolicy: 'p'.repeat(2049) },
    ]) {
      await expect(
        client.send(new StartJobRunCommand({ JobName, WorkerType: 'G.1X', ...bad })),
      ).rejects.toMatchObject({ name: 'InvalidInputException' });
    }
  });
});
