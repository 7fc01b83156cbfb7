import { OperationalFailure } from '../domain/operational-failure.js';
import { type RecordedJob, readAttempts, recordAttempt } from './job-records.js';
import type { JobStatus } from './runner.js';
import { isoOf, type JobContext, lookAtJob } from './submit-job.js';

/**
 * Gives a job up whose runner cannot be asked any more, so that it can be submitted anew: its record, or its state in words where
 * its runner answers and it has to be cancelled there.
 *
 * What runs where it was begun is not stopped. Throws `job-service-unavailable`: a service may answer later.
 */
export async function abandonJob(context: JobContext, job: RecordedJob): Promise<RecordedJob | string> {
  const newest = job.attempts.at(-1);
  if (newest === undefined || newest.ended !== null) return job;
  const status = await statusOf(context, job);
  if (status !== null) return status;
  const nothing = { queued_seconds: null, billed: null, alerts: null, canary: null };
  const ended = {
    ...{ ...nothing, state: 'cancelled' as const, native_state: 'ABANDONED', outcome: null },
    reason: `given up; it may still run on ${newest.begun.host ?? newest.begun.runner}`,
    ended_at: isoOf(context.now_ns()),
  };
  const place = { job: job.description, attempt: newest.number, part: 'ended' as const };
  await recordAttempt(context.store, place, ended);
  return { ...job, attempts: await readAttempts(context.store, job.description) };
}

const SILENT: readonly JobStatus['state'][] = ['elsewhere', 'unreachable'];
const NEVER: readonly string[] = ['job-service-denied', 'job-service-refused'];

/** How a job stands by its runner; null where that does not tell and will not. */
async function statusOf(context: JobContext, job: RecordedJob): Promise<string | null> {
  try {
    const { job: seen, status } = await lookAtJob(context, job);
    if (status === null) return seen.attempts.at(-1)?.ended?.state ?? 'submitting';
    return SILENT.includes(status.state) ? null : status.state;
  } catch (error) {
    if (error instanceof OperationalFailure && NEVER.includes((error as OperationalFailure).code))
      return null;
    throw error;
  }
}
