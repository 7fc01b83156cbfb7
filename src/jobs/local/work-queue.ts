import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import type { ObjectStore } from '../../store/object-store.js';
import { writeJobRows } from '../job-results.js';
import type { LocalExit, LocalQueue, LocalRequest } from './local-queue.js';
import { type ProcessIdentity, processIdentity } from './process-identity.js';
import { runPlanEmbedded } from './run-plan-embedded.js';

/** What one worker may take, and how long a job may run. `leave` ends the process over a job that does not end itself. */
export type WorkerLimits = {
  spill: string;
  threads: number;
  memory_mb: number;
  timeout_ms: number;
  leave: () => void;
};

type Work = { queue: LocalQueue; store: ObjectStore; limits: WorkerLimits };

const LOOK_MS = 100;
const GRACE_MS = 10_000;

/**
 * Works on a queue until it is empty; at once where another process does.
 *
 * First it clears away jobs of which the lake records the end: nobody asks the queue for them again.
 */
export async function workQueue(work: Work): Promise<void> {
  const identity = await processIdentity(process.pid);
  invariant(identity !== null, 'a process finds itself');
  await forgetRecorded(work);
  // Looked at again after giving the place up: who added a job meanwhile may have taken this worker for alive.
  while ((await work.queue.waiting()).length > 0) {
    const leave = await work.queue.becomeWorker(identity);
    if (leave === null) return;
    try {
      await workOff(work, identity);
    } finally {
      await leave();
    }
  }
}

async function forgetRecorded({ queue, store }: Work): Promise<void> {
  for (const { token, request } of await queue.ended()) {
    const recorded = await store.head(request.out.replace(/(?:out\/)?$/, 'ended.json'));
    if (recorded !== null) await queue.forget(token);
  }
}

async function workOff(work: Work, identity: ProcessIdentity): Promise<void> {
  for (let [next] = await work.queue.waiting(); next !== undefined; [next] = await work.queue.waiting()) {
    if (!(await work.queue.write(next.token, 'taken', identity))) continue;
    await work.queue.write(next.token, 'exit', await runOne(work, next));
  }
}

/** The session that runs a job, once it is open, and the signal that the job is over. */
type Running = { session: Pick<DuckDbSession, 'interrupt'> | null; over: AbortController };

type Ending = { why: 'cancelled' | 'timeout' | null };

async function runOne(work: Work, job: { token: string; request: LocalRequest }): Promise<LocalExit> {
  const ending: Ending = { why: null };
  const running: Running = { session: null, over: new AbortController() };
  const watched = watch(work, job.token, { ending, running });
  try {
    const rows = await runPlanEmbedded(job.request.plan, work.store, {
      ...work.limits,
      spill: path.join(work.limits.spill, job.token),
      onSession: (session) => {
        running.session = session;
      },
    });
    if (ending.why !== null) return exitOf(ending, work.limits, null);
    await writeJobRows(work.store, job.request.out, { plan_id: job.request.plan.plan_id, ...rows });
    return { state: 'success', reason: null };
  } catch (error) {
    return exitOf(ending, work.limits, error);
  } finally {
    running.over.abort();
    await watched;
  }
}

/** Interrupts a job that is cancelled or takes too long, again and again until it ends, and leaves it after a grace. */
async function watch(
  { queue, limits }: Work,
  token: string,
  { ending, running }: { ending: Ending; running: Running },
): Promise<void> {
  const started = performance.now();
  let asked: number | null = null;
  const { signal } = running.over;
  while (!signal.aborted) {
    const now = performance.now();
    if (ending.why === null && (await queue.read(token, 'cancel')) !== null) ending.why = 'cancelled';
    if (ending.why === null && now - started > limits.timeout_ms) ending.why = 'timeout';
    if (ending.why !== null) {
      asked ??= now;
      running.session?.interrupt();
    }
    if (asked !== null && now - asked > GRACE_MS) {
      await queue.write(token, 'exit', exitOf(ending, limits, null));
      limits.leave();
    }
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

function exitOf({ why }: Ending, limits: WorkerLimits, error: unknown): LocalExit {
  if (why === 'cancelled') return { state: 'cancelled', reason: null };
  if (why === 'timeout') {
    const reason = `ran longer than ${Math.ceil(limits.timeout_ms / 60_000)} minutes; raise jobs.local.timeout_minutes or run it elsewhere with --runner`;
    return { state: 'failed', reason };
  }
  const known = error instanceof OperationalFailure;
  return { state: 'failed', reason: known ? error.message : String((error as Error).stack ?? error) };
}
