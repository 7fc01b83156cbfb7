import { afterEach, describe, expect, test, vi } from 'vitest';
import { cancelAll } from '../../src/cli/watch-jobs.js';
import { jobDocument } from '../../src/jobs/job-document.js';
import { readJobs } from '../../src/jobs/job-records.js';
import type { Runner } from '../../src/jobs/runner.js';
import { lookAtJob, submitJob } from '../../src/jobs/submit-job.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { schemaErrors } from '../support/schema-errors.js';
import { emrRoute } from './support/emr-context.js';
import { emrJobs } from './support/emr-jobs.js';
import { jobOf } from './support/job-of.js';

afterEach(() => vi.unstubAllEnvs());

describe('a job of another machine', () => {
  test('is told to run there, and is neither started, asked for nor recorded here', async () => {
    const { jobs, store } = await emrJobs(await temporaryFolder());
    let asked = 0;
    const local: Runner = {
      submit: ({ token }) => Promise.resolve({ runner: 'local', id: token, place: 'there' }),
      status: () => Promise.reject(new Error('asked')),
      cancel: () => Promise.reject(new Error('asked')),
      logs: () => Promise.resolve([]),
      result: () => Promise.resolve(),
    };
    const runner = (): Promise<Runner> => {
      asked += 1;
      return Promise.resolve(local);
    };
    const there = { ...jobs, host: 'there', runner };
    await submitJob(there, jobOf(), { ...emrRoute, runner: 'local' });
    const askedThere = asked;
    const submitted = await submitJob({ ...jobs, runner }, jobOf(), { ...emrRoute, runner: 'local' });
    const before = await store.list('jobs/');
    const { job, status } = await lookAtJob({ ...jobs, runner }, submitted);
    expect(jobDocument(job, status)).toMatchObject({ state: 'elsewhere', reason: 'runs on there' });
    expect(schemaErrors('job', [jobDocument(job, status)])).toEqual([]);
    await expect(cancelAll({ ...jobs, runner }, [submitted])).rejects.toThrow(
      'job of wash-trade: runs on there, and only that machine knows how it stands; give this command there [job-elsewhere]',
    );
    expect(asked).toBe(askedThere);
    expect(await store.list('jobs/')).toEqual(before);
  });
});

test('a record that is damaged hides no other job', async () => {
  const { jobs, store } = await emrJobs(await temporaryFolder());
  await submitJob(jobs, jobOf(), emrRoute);
  const key = `jobs/trade_date=2026-11-20/job=${'0'.repeat(64)}/job.json`;
  await store.putIfAbsent(key, { bytes: Buffer.from('{') });
  const told: string[] = [];
  expect(await readJobs(store, undefined, ({ message }) => void told.push(message))).toHaveLength(1);
  expect(told).toEqual([
    `${key}: is 1 bytes that are not JSON, expected the record of a job; restore an earlier version of the object [job-record-damaged]`,
  ]);
  await expect(readJobs(store)).rejects.toThrow('[job-record-damaged]');
});
