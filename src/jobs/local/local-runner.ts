import path from 'node:path';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { JobStatus, Runner } from '../runner.js';
import type { LocalQueue, LocalRequest, LocalState } from './local-queue.js';

/** File of the queue's folder to which workers write what went wrong with themselves. */
export const WORKER_LOG = 'worker.log';

const WORDS: Partial<Record<LocalState['state'], string>> = {
  unknown: 'this machine knows nothing of it any more: its queue was removed; submit again',
  queued: 'waits for the jobs before it',
  lost: 'its worker died over it, killed or out of memory; lower jobs.local.memory_mb or submit again',
};

/** The worker process of this machine. */
export type WorkerProcess = {
  /** Starts one that works on the queue until it is empty; one that was started and has not shown itself is left to it. */
  start(): void;
  /** How often one that was started here ended in failure. */
  failures(): number;
  /** The last that workers said; empty where they said nothing. */
  log(): Promise<string>;
};

const WORKER_TRIES = 3;

/** States that only a worker ends. */
const WAITS: readonly LocalState['state'][] = ['queued', 'cancelling'];

/**
 * Runs plans on this machine, one after the other, in a worker process that outlives the command.
 *
 * A worker is started whenever jobs wait and none works. Throws `job-worker-failed` where it fails again and again.
 */
export function openLocalRunner(
  queue: LocalQueue,
  { folder, worker, store }: { folder: string; worker: WorkerProcess; store: Pick<ObjectStore, 'head'> },
): Runner {
  const ensureWorker = async (): Promise<void> => {
    if (await queue.hasWorker()) return;
    if (worker.failures() < WORKER_TRIES) return worker.start();
    const reason = (await worker.log()).trim().split('\n').at(-1) ?? '';
    throw new OperationalFailure('job-worker-failed', { log: path.join(folder, WORKER_LOG), reason });
  };
  return {
    submit: async ({ token, plan, out, began_ms }) => {
      await queue.add(token, { plan, out, began_ms });
      await ensureWorker();
      return { runner: 'local', id: token, place: folder };
    },
    status: async ({ id }) => {
      const found = await queue.state(id);
      if (WAITS.includes(found.state)) await ensureWorker();
      return statusOf(found.state === 'lost' ? await resultOf(queue, store, id) : found);
    },
    cancel: async ({ id }) => {
      await queue.write(id, 'cancel', {});
      if (WAITS.includes((await queue.state(id)).state)) await ensureWorker();
    },
    logs: async ({ id }) => {
      const found = await queue.state(id);
      const reason = 'reason' in found ? found.reason : null;
      const said = await worker.log();
      return [
        ...(reason === null ? [] : [{ name: 'reason', text: `${reason}\n` }]),
        ...(said === '' ? [] : [{ name: 'worker', text: said }]),
      ];
    },
    // The worker has written it to the lake before it said that it was done.
    result: () => Promise.resolve(),
  };
}

/** How a job ended whose worker died over it: well where its result, which is written last, is there. */
async function resultOf(
  queue: LocalQueue,
  store: Pick<ObjectStore, 'head'>,
  id: string,
): Promise<LocalState> {
  const request = await queue.read<LocalRequest>(id, 'request');
  const written = request === null ? null : await store.head(`${request.out}result.json`);
  return written === null ? { state: 'lost' } : { state: 'success', reason: null };
}

function statusOf(found: LocalState): JobStatus {
  const reason = 'reason' in found ? found.reason : (WORDS[found.state] ?? null);
  const state = found.state === 'unknown' || found.state === 'lost' ? 'failed' : found.state;
  return {
    state,
    native_state: found.state,
    reason,
    queued_seconds: null,
    billed: null,
    dashboard: null,
  };
}
