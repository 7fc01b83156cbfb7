import { afterEach, describe, expect, test, vi } from 'vitest';
import { OperationalFailure } from '../../src/domain/operational-failure.js';
import { abandonJob } from '../../src/jobs/abandon-job.js';
import { jobDocument } from '../../src/jobs/job-document.js';
import { readJobs } from '../../src/jobs/job-records.js';
import type { Runner } from '../../src/jobs/runner.js';
import { type JobContext, lookAtJob, startNewest, submitJob } from '../../src/jobs/submit-job.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { emrRoute } from './support/emr-context.js';
import { emrJobs } from './support/emr-jobs.js';
import { jobOf } from './support/job-of.js';

afterEach(() => vi.unstubAllEnvs());

const unconfigured = (): Promise<Runner> =>
  Promise.reject(
    new OperationalFailure('runner-unconfigured', { runner: 'emr-serverless', expected: 'jobs.emr' }),
  );

/** A context whose service fails every question about a job. */
function failing(jobs: JobContext, code: 'job-service-refused' | 'job-service-unavailable'): JobContext {
  const data = { service: 'emr-serverless', operation: 'GetJobRun', reason: 'gone', attempts: 8 };
  return {
    ...jobs,
    runner: async (name) => ({
      ...(await jobs.runner(name)),
      status: () => Promise.reject(new OperationalFailure(code, data)),
    }),
  };
}

describe('a job whose runner is no longer configured', () => {
  test('is unreachable, whether its start was answered or not, and is not started', async () => {
    const { jobs, store, emr } = await emrJobs(await temporaryFolder());
    const gone = { ...jobs, runner: unconfigured };
    const answered = await submitJob(jobs, jobOf(), emrRoute);
    expect(jobDocument(answered, (await lookAtJob(gone, answered)).status).state).toBe('unreachable');
    const runner = await jobs.runner('emr-serverless');
    const lost = { ...runner, submit: () => Promise.reject(new Error('killed')) };
    const other = jobOf({ settings: { other: '1' } });
    await expect(
      submitJob({ ...jobs, runner: () => Promise.resolve(lost) }, other, emrRoute),
    ).rejects.toThrow();
    const [unanswered] = (await readJobs(store)).filter(
      ({ description }) => description.job_id === other.job_id,
    );
    if (unanswered === undefined) throw new Error('a job is recorded before it is started');
    expect((await lookAtJob(gone, unanswered)).status?.state).toBe('unreachable');
    await expect(startNewest(gone, unanswered)).rejects.toThrow('[job-runner-gone]');
    expect(emr.state.runs.size).toBe(1);
  });

  test('is given up, and submitted again as another attempt', async () => {
    const { jobs, emr } = await emrJobs(await temporaryFolder());
    const job = await submitJob(jobs, jobOf(), emrRoute);
    const given = await abandonJob({ ...jobs, runner: unconfigured }, job);
    expect(given).toMatchObject({ attempts: [{ ended: { state: 'cancelled', native_state: 'ABANDONED' } }] });
    expect((await submitJob(jobs, jobOf(), emrRoute)).attempts).toHaveLength(2);
    expect(emr.state.runs.size).toBe(2);
  });
});

describe('a job is not given up', () => {
  test('while its runner answers, or may answer later', async () => {
    const { jobs } = await emrJobs(await temporaryFolder());
    const job = await submitJob(jobs, jobOf(), emrRoute);
    expect(await abandonJob(jobs, job)).toBe('starting');
    await expect(abandonJob(failing(jobs, 'job-service-unavailable'), job)).rejects.toThrow(
      '[job-service-unavailable]',
    );
    expect(await abandonJob(failing(jobs, 'job-service-refused'), job)).toMatchObject({
      attempts: [{ ended: { native_state: 'ABANDONED' } }],
    });
  });
});
