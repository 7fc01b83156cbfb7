import type { JobStatus, Runner } from '../runner.js';
import type { LocalQueue, LocalState } from './local-queue.js';

const WORDS: Partial<Record<LocalState['state'], string>> = {
  unknown: 'this machine knows nothing of it; it was begun on another, attach there or submit again',
  queued: 'waits for the jobs before it',
  lost: 'its worker died over it, killed or out of memory; lower jobs.local.memory_mb or submit again',
};

/**
 * Runs plans on this machine, one after the other, in a worker process that outlives the command.
 *
 * `startWorker` starts a process that works on the queue until it is empty; it is called whenever jobs wait and none works.
 */
export function openLocalRunner(
  queue: LocalQueue,
  { folder, startWorker }: { folder: string; startWorker: () => void },
): Runner {
  const ensureWorker = async (): Promise<void> => {
    if (!(await queue.hasWorker())) startWorker();
  };
  return {
    submit: async ({ token, plan, out, began_ms }) => {
      await queue.add(token, { plan, out, began_ms });
      await ensureWorker();
      return { runner: 'local', id: token, place: folder };
    },
    status: async ({ id }) => {
      const found = await queue.state(id);
      if (found.state === 'queued') await ensureWorker();
      return statusOf(found);
    },
    cancel: async ({ id }) => {
      await queue.write(id, 'cancel', {});
      if ((await queue.state(id)).state === 'queued') await ensureWorker();
    },
    logs: async ({ id }) => {
      const found = await queue.state(id);
      return 'reason' in found && found.reason !== null
        ? [{ name: 'worker', text: `${found.reason}\n` }]
        : [];
    },
    // The worker has written it to the lake before it said that it was done.
    result: () => Promise.resolve(),
  };
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
