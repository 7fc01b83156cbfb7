import { OperationalFailure } from '../../domain/operational-failure.js';
import { type EmrPlace, startParameters } from '../emr/start-parameters.js';
import { type RecordedJob, readAttempts, readJob } from '../job-records.js';
import type { JobsConfig } from '../jobs-config.js';
import { routeJob } from '../route-job.js';
import {
  beginAttempt,
  type JobContext,
  lookAtJob,
  refuseAttempt,
  startNewest,
  ticketOf,
} from '../submit-job.js';
import { uploadPlan } from '../upload-plan.js';
import { pascalKeys } from './pascal-keys.js';

/** Which job of a trade date. */
export type JobStep = { execution: string; trade_date: string; job_id: string };

/** How a job stands: `way` says what starts it, `start` is what EMR Serverless is asked for in the words of Step Functions. */
export type BegunJob = JobStep & {
  way: 'emr' | 'here' | 'service' | 'ended';
  attempt: number;
  start: object | null;
};

/** Whether an attempt is over, and whether another one is to be begun. */
export type SeenAttempt = JobStep & { attempt: number; state: string; ended: boolean; again: boolean };

/** What begins jobs: their records and runners, what tapewarden.yaml says of them, and where Spark runs where it does. */
export type JobMeans = { jobs: JobContext; config: JobsConfig; emr: () => Promise<EmrPlace> };

/** A job that failed is begun once more in the same execution. */
const MOST_ATTEMPTS = 2;

/**
 * Sees to it that a job has an attempt, recorded before anything is started, and says how to start it: its token is made of job,
 * attempt and lake, so that whoever starts it again starts nothing twice. What is too dear is refused here.
 */
export async function beginJob({ jobs, config, emr }: JobMeans, step: JobStep): Promise<BegunJob> {
  const description = await readJob(jobs.store, step);
  const { job } = await beginAttempt(jobs, description, routeJob(description.plan, config));
  const newest = job.attempts.at(-1);
  const begun = { ...step, attempt: newest?.number ?? 0, start: null };
  if (newest === undefined || newest.ended !== null) return { ...begun, way: 'ended' };
  if (newest.begun.runner === 'local') return { ...begun, way: 'here' };
  if (newest.begun.runner !== 'emr-serverless') return { ...begun, way: 'service' };
  const ticket = ticketOf(description, newest, false);
  try {
    const keys = await uploadPlan(jobs.store, ticket);
    return { ...begun, way: 'emr', start: pascalKeys(startParameters(ticket, await emr(), keys)) as object };
  } catch (error) {
    if (!(error instanceof OperationalFailure) || error.retryable) throw error;
    await refuseAttempt(jobs, job, error.message);
    return { ...begun, way: 'ended' };
  }
}

/** Starts a job in this process or at its service, where that was not done, and looks how it stands. */
export async function startJob({ jobs }: JobMeans, step: JobStep): Promise<SeenAttempt> {
  const job = await recordedJob(jobs, step);
  const newest = job.attempts.at(-1);
  if (newest?.begun.runner === 'local' && newest.handle !== null && newest.ended === null) {
    // Another process has run it and died before it said so.
    await (await jobs.runner('local')).submit(ticketOf(job.description, newest, true));
  }
  return seen(jobs, step, await startNewest(jobs, job));
}

/** Looks how a job stands. Where it has ended, its results are read and its end is recorded. */
export async function lookAtStep({ jobs }: JobMeans, step: JobStep): Promise<SeenAttempt> {
  return seen(jobs, step, await startNewest(jobs, await recordedJob(jobs, step)));
}

async function recordedJob({ store }: JobContext, step: JobStep): Promise<RecordedJob> {
  const description = await readJob(store, step);
  return { description, attempts: await readAttempts(store, description) };
}

async function seen(jobs: JobContext, step: JobStep, job: RecordedJob): Promise<SeenAttempt> {
  const { job: looked, status } = await lookAtJob(jobs, job);
  const newest = looked.attempts.at(-1);
  const attempt = newest?.number ?? 0;
  const ended = newest?.ended?.state ?? null;
  return {
    ...step,
    attempt,
    state: ended ?? status?.state ?? 'submitting',
    ended: ended !== null,
    again: ended === 'failed' && attempt < MOST_ATTEMPTS,
  };
}
