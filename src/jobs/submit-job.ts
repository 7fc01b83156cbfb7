import { invariant } from '../domain/invariant.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256OfValue } from '../domain/sha256.js';
import type { ObjectStore } from '../store/object-store.js';
import { endOf } from './job-findings.js';
import {
  attemptPrefix,
  type BegunAttempt,
  type EndedAttempt,
  type JobDescription,
  type JobIdentity,
  type RecordedAttempt,
  type RecordedJob,
  readAttempts,
  recordAttempt,
  recordJob,
} from './job-records.js';
import type { JobHandle, JobStatus, JobTicket, Runner, RunnerName } from './runner.js';

/** What jobs are run with: the lake, its address, the name of this machine, runners by name, and the clock. */
export type JobContext = {
  store: ObjectStore;
  /** Address of the lake; a part of every token, so that two lakes never share a job. */
  address: string;
  /** Attempts of the runner `local` are of the machine that began them. */
  host: string;
  runner: (name: RunnerName) => Promise<Runner>;
  now_ns: () => bigint;
};

/** Where an attempt is to run, and why there. */
export type Route = Pick<BegunAttempt, 'runner' | 'route' | 'estimate_usd'>;

/**
 * Sees to it that a job runs or has run: once, whoever calls how often. Returns its record.
 *
 * An attempt is recorded before its runner is called, under a name that one caller alone can take; whoever finds it without
 * an answer calls the runner with the same token again. A job that has ended well, or still runs, is left as it is; after a
 * failed or cancelled attempt the next one is begun. A blocked job is recorded and never started.
 */
export async function submitJob(
  context: JobContext,
  job: JobDescription,
  route: Route,
): Promise<RecordedJob> {
  const begun = await beginAttempt(context, job, route);
  return begun.fresh ? start(context, begun.job, { resumed: false }) : startNewest(context, begun.job);
}

/**
 * Sees to it that a job has an attempt that is under way, or has ended well, without calling its runner: `fresh` where this
 * call has begun it. A blocked job has none.
 */
export async function beginAttempt(
  context: JobContext,
  job: JobDescription,
  route: Route,
): Promise<{ job: RecordedJob; fresh: boolean }> {
  await recordJob(context.store, job);
  if (job.blocked !== null) return { job: { description: job, attempts: [] }, fresh: false };
  for (;;) {
    const attempts = await readAttempts(context.store, job);
    const newest = attempts.at(-1);
    if (newest !== undefined && (newest.ended === null || newest.ended.state === 'success')) {
      return { job: { description: job, attempts }, fresh: false };
    }
    // A runner that is not there leaves no attempt behind.
    await context.runner(route.runner);
    const attempt = (newest?.number ?? 0) + 1;
    const begun: BegunAttempt = {
      ...route,
      host: route.runner === 'local' ? context.host : null,
      token: sha256OfValue({ job_id: job.job_id, attempt, lake: context.address }),
      began_at: isoOf(context.now_ns()),
    };
    if (!(await recordAttempt(context.store, { job, attempt, part: 'begun' }, begun))) continue;
    const own: RecordedAttempt = { number: attempt, begun, handle: null, ended: null };
    return { job: { description: job, attempts: [...attempts, own] }, fresh: true };
  }
}

/** Starts the newest attempt where it was begun and no answer of its runner is recorded; the record of the job. */
export async function startNewest(context: JobContext, job: RecordedJob): Promise<RecordedJob> {
  const newest = job.attempts.at(-1);
  if (newest === undefined || newest.handle !== null || newest.ended !== null) return job;
  if (elsewhere(context, newest) !== null) return job;
  return start(context, job, { resumed: true });
}

/** Name of the other machine that an attempt is of; null where it is of this one or of a service. */
export function elsewhere({ host }: Pick<JobContext, 'host'>, { begun }: RecordedAttempt): string | null {
  return begun.host === null || begun.host === host ? null : begun.host;
}

/** The runner of a job's newest attempt. Throws `job-runner-gone` where it is no longer configured. */
export async function runnerOf(context: JobContext, { description, attempts }: RecordedJob): Promise<Runner> {
  const newest = attempts.at(-1);
  invariant(newest !== undefined, 'a job with a runner has an attempt');
  try {
    return await context.runner(newest.begun.runner);
  } catch (error) {
    if (!(error instanceof OperationalFailure) || error.code !== 'runner-unconfigured') throw error;
    const { runner, expected } = (error as OperationalFailure<'runner-unconfigured'>).data;
    const data = { pattern: description.plan.pattern_id, runner, expected };
    throw new OperationalFailure('job-runner-gone', data, { cause: error });
  }
}

async function start(
  context: JobContext,
  job: RecordedJob,
  { resumed }: { resumed: boolean },
): Promise<RecordedJob> {
  const newest = job.attempts.at(-1);
  invariant(newest !== undefined, 'a job that is started has an attempt');
  const runner = await runnerOf(context, job);
  const place = { job: job.description, attempt: newest.number };
  try {
    const handle = await runner.submit(ticketOf(job.description, newest, resumed));
    await recordAttempt(context.store, { ...place, part: 'handle' }, handle);
    return { ...job, attempts: [...job.attempts.slice(0, -1), { ...newest, handle }] };
  } catch (error) {
    // Of one that may have been started before, a refusal does not say that it was not: it is attached to by its token.
    if (!(error instanceof OperationalFailure) || error.retryable || resumed) throw error;
    return refuseAttempt(context, job, error.message);
  }
}

/** Records that the newest attempt was not taken, and why. */
export async function refuseAttempt(
  context: JobContext,
  job: RecordedJob,
  reason: string,
): Promise<RecordedJob> {
  const newest = job.attempts.at(-1);
  invariant(newest !== undefined, 'what is refused was begun');
  const ended = { ...refused(reason), ended_at: isoOf(context.now_ns()) };
  await recordAttempt(context.store, { job: job.description, attempt: newest.number, part: 'ended' }, ended);
  return { ...job, attempts: [...job.attempts.slice(0, -1), { ...newest, ended }] };
}

/** The end of an attempt that its runner did not take. */
function refused(reason: string): Omit<EndedAttempt, 'ended_at'> {
  const nothing = { queued_seconds: null, billed: null, alerts: null, canary: null };
  return { ...nothing, state: 'failed', native_state: 'REFUSED', reason, outcome: 'failed' };
}

/** The ticket of a recorded attempt. */
export function ticketOf(
  job: JobIdentity,
  { number, begun }: Pick<RecordedAttempt, 'number' | 'begun'>,
  resumed: boolean,
): JobTicket {
  return {
    plan: job.plan,
    attempt: number,
    token: begun.token,
    out: `${attemptPrefix(job, number)}out/`,
    resumed,
    began_ms: Date.parse(begun.began_at),
  };
}

/** A job with what its runner says of it now; null of one that is not started or has ended. */
export type SeenJob = { job: RecordedJob; status: JobStatus | null };

/**
 * Asks the runner how a job stands. Where it has ended, its results are read and its end is recorded.
 *
 * Of one that another machine runs, or whose runner is no longer configured, nothing is asked and nothing recorded.
 */
export async function lookAtJob(context: JobContext, job: RecordedJob): Promise<SeenJob> {
  const newest = job.attempts.at(-1);
  if (newest === undefined || newest.ended !== null) return { job, status: null };
  const host = elsewhere(context, newest);
  if (host !== null) return { job, status: toldStatus('elsewhere', `runs on ${host}`) };
  const runner = await reachable(context, job);
  if (typeof runner === 'string') return { job, status: toldStatus('unreachable', runner) };
  if (newest.handle === null) return { job, status: null };
  const status = await runner.status(newest.handle);
  const { state } = status;
  if (state !== 'success' && state !== 'failed' && state !== 'cancelled') return { job, status };
  const ticket = ticketOf(job.description, newest, true);
  const lost = state === 'success' ? await takeResult(runner, newest.handle, ticket) : null;
  const end = lost === null ? { ...status, state } : { ...status, state: 'failed' as const, reason: lost };
  const ended = { ...(await endOf(context.store, job, end)), ended_at: isoOf(context.now_ns()) };
  const place = { job: job.description, attempt: newest.number, part: 'ended' as const };
  // Where another caller has seen the end first, what is recorded holds.
  const attempts = (await recordAttempt(context.store, place, ended))
    ? [...job.attempts.slice(0, -1), { ...newest, ended }]
    : await readAttempts(context.store, job.description);
  return { job: { ...job, attempts }, status: null };
}

const LOST: readonly unknown[] = [
  'redshift-rows-differ',
  'redshift-statement-expired',
  'athena-files-differ',
  'athena-query-expired',
];

/** Has a runner write what an attempt found; in words why that can never be had, which is the failure of the attempt. */
export async function takeResult(
  runner: Runner,
  handle: JobHandle,
  ticket: JobTicket,
): Promise<string | null> {
  try {
    await runner.result(handle, ticket);
    return null;
  } catch (error) {
    if (error instanceof OperationalFailure && LOST.includes(error.code)) return error.message;
    throw error;
  }
}

/** The runner of a job; in words why it is not at hand. */
async function reachable(context: JobContext, job: RecordedJob): Promise<Runner | string> {
  try {
    return await runnerOf(context, job);
  } catch (error) {
    if (error instanceof OperationalFailure && error.code === 'job-runner-gone') return error.message;
    throw error;
  }
}

function toldStatus(state: 'elsewhere' | 'unreachable', reason: string): JobStatus {
  return { state, native_state: state, reason, queued_seconds: null, billed: null, dashboard: null };
}

/** An instant as ISO 8601 text in UTC, to the millisecond. */
export function isoOf(instant_ns: bigint): string {
  return new Date(Number(instant_ns / 1_000_000n)).toISOString();
}
