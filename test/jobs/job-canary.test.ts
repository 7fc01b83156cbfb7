import { afterEach, expect, test, vi } from 'vitest';
import { jobDocument } from '../../src/jobs/job-document.js';
import type { JobDescription } from '../../src/jobs/job-records.js';
import { submitJob } from '../../src/jobs/submit-job.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { schemaErrors } from '../support/schema-errors.js';
import { emrRoute } from './support/emr-context.js';
import { emrJobs, untilEnded } from './support/emr-jobs.js';
import { jobOf } from './support/job-of.js';

afterEach(() => vi.unstubAllEnvs());

const canary: JobDescription['canary'] = {
  pattern_id: 'wash-trade',
  sha256: 'a'.repeat(64),
  expected: [{ subject: { symbol: 'CANARY' } }],
};

test('a job that does not find its canary has failed, although its runner says that it ended well', async () => {
  const { jobs } = await emrJobs(await temporaryFolder());
  const { job } = await untilEnded(jobs, await submitJob(jobs, { ...jobOf(), canary }, emrRoute));
  const document = jobDocument(job);
  expect(document).toMatchObject({
    state: 'success',
    outcome: 'failed',
    canary: { state: 'missed', alerts: 0, sha256: 'a'.repeat(64) },
  });
  expect(document.reason).toContain('[canary-missed]');
  expect(schemaErrors('job', [document])).toEqual([]);
});

test('a job outside of the dates of its rule is not run and says so', async () => {
  const { emr, jobs } = await emrJobs(await temporaryFolder());
  const blocked = { outcome: 'not_in_force', reason: 'only from 2027-01-01' } as const;
  const document = jobDocument(await submitJob(jobs, { ...jobOf(), canary, blocked }, emrRoute));
  expect(document).toMatchObject({
    ...{ state: 'planned', outcome: 'not_in_force', reason: 'only from 2027-01-01' },
    canary: { state: 'not_run' },
  });
  expect(schemaErrors('job', [document])).toEqual([]);
  expect(emr.state.runs.size).toBe(0);
});
