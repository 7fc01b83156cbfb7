import type { JobPlan } from '../../domain/generated/job-plan.js';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { sha256OfValue } from '../../domain/sha256.js';
import type { ResultRow } from '../../surveillance/collect-alerts.js';
import {
  attemptPrefix,
  type EndedAttempt,
  type RecordedAttempt,
  readAttempts,
  recordAttempt,
} from '../job-records.js';
import { readJobRows } from '../job-results.js';
import type { JobHandle, JobStatus, JobTicket, Runner } from '../runner.js';
import { type JobContext, type Route, takeResult, ticketOf } from '../submit-job.js';

/** What a query is run with besides: waiting, who is told how it stands, and whether somebody no longer wants to wait. */
export type QueryContext = JobContext & {
  sleep: (ms: number) => Promise<void>;
  onStatus: (status: JobStatus, handle: JobHandle) => void;
  interrupted: () => Promise<'detach' | 'cancel' | null>;
};

/** The rows of a query, in no order, and the attempt that found them; `reused` where that had ended before it was asked for. */
export type QueryRun = { rows: ResultRow[]; attempt: RecordedAttempt; reused: boolean };

const FIRST_WAIT_MS = 150;
const LONGEST_WAIT_MS = 5_000;

/**
 * Runs a plan of a query on a runner, once: the same query over the same files is attached to while it runs there, and its rows are
 * read again once it has ended well, wherever that was. After a failure the next call begins another attempt.
 *
 * Whoever detaches leaves it running. Throws `query-failed`, and what the runner throws.
 */
export async function runQueryOn(
  context: QueryContext,
  plan: JobPlan,
  route: Route,
): Promise<QueryRun | 'detached' | 'cancelled'> {
  const job = { job_id: plan.plan_id, plan };
  const known = (await readAttempts(context.store, job)).at(-1);
  if (known?.ended?.state === 'success') {
    return { rows: await rowsOf(context, plan, known), attempt: known, reused: true };
  }
  // One that another runner was asked for is left to itself: it only reads.
  const open = known?.ended === null && known.begun.runner === route.runner ? known : null;
  // A runner that is not there leaves no attempt behind.
  const runner = await context.runner(route.runner);
  const begun = open ?? (await begin(context, plan, { number: (known?.number ?? 0) + 1, route }));
  const ticket = ticketOf(job, begun, open !== null);
  const handle = begun.handle ?? (await runner.submit(ticket));
  if (begun.handle === null) {
    await recordAttempt(context.store, { job, attempt: begun.number, part: 'handle' }, handle);
  }
  const ended = await untilEnded(context, runner, { handle, ticket });
  if (ended === null) return 'detached';
  await recordAttempt(context.store, { job, attempt: begun.number, part: 'ended' }, ended);
  if (ended.state === 'cancelled') return 'cancelled';
  if (ended.state === 'failed') {
    throw new OperationalFailure('query-failed', {
      runner: route.runner,
      reason: ended.reason ?? ended.state,
    });
  }
  const attempt = { ...begun, handle, ended };
  return { rows: await rowsOf(context, plan, attempt), attempt, reused: false };
}

async function begin(
  context: QueryContext,
  plan: JobPlan,
  { number, route }: { number: number; route: Route },
): Promise<RecordedAttempt> {
  const job = { job_id: plan.plan_id, plan };
  const begun = {
    ...route,
    host: null,
    token: sha256OfValue({ job_id: plan.plan_id, attempt: number, lake: context.address }),
    began_at: new Date(Number(context.now_ns() / 1_000_000n)).toISOString(),
  };
  // Where another caller has begun it first, its token is the same.
  await recordAttempt(context.store, { job, attempt: number, part: 'begun' }, begun);
  const own = (await readAttempts(context.store, job)).find((attempt) => attempt.number === number);
  invariant(own !== undefined, 'an attempt that was begun is on record');
  return own;
}

/** How a query ended, its rows written; null where nobody waits for that. */
async function untilEnded(
  context: QueryContext,
  runner: Runner,
  { handle, ticket }: { handle: JobHandle; ticket: JobTicket },
): Promise<EndedAttempt | null> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
    const status = await runner.status(handle);
    context.onStatus(status, handle);
    if (ENDED.includes(status.state)) {
      const told = await withRows(status, () => takeResult(runner, handle, ticket));
      return endOf(told, context.now_ns());
    }
    const answer = await context.interrupted();
    if (answer === 'detach') return null;
    if (answer === 'cancel') await runner.cancel(handle);
    await context.sleep(wait);
  }
}

/** The status of what has ended, which failed where its rows are lost. */
async function withRows(status: JobStatus, take: () => Promise<string | null>): Promise<JobStatus> {
  const lost = status.state === 'success' ? await take() : null;
  return lost === null ? status : { ...status, state: 'failed', reason: lost };
}

const ENDED: readonly JobStatus['state'][] = ['success', 'failed', 'cancelled'];

function endOf(status: JobStatus, now_ns: bigint): EndedAttempt {
  const { state, native_state, reason, queued_seconds, billed } = status;
  invariant(state === 'success' || state === 'failed' || state === 'cancelled', 'what is recorded has ended');
  const nothing = { outcome: null, canary: null, alerts: null };
  const ended_at = new Date(Number(now_ns / 1_000_000n)).toISOString();
  return { state, native_state, reason, queued_seconds, billed, ...nothing, ended_at };
}

async function rowsOf(
  { store }: QueryContext,
  plan: JobPlan,
  { number, begun }: RecordedAttempt,
): Promise<ResultRow[]> {
  const out = `${attemptPrefix({ job_id: plan.plan_id, plan }, number)}out/`;
  const found = await readJobRows(store, out, plan.plan_id);
  if (found !== null) return found.alerts;
  const reason = `there is no result under ${out}`;
  throw new OperationalFailure('query-failed', { runner: begun.runner, reason });
}
