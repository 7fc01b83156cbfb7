import path from 'node:path';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { ObjectStore } from '../../store/object-store.js';
import { writeJobRows } from '../job-results.js';
import type { JobStatus, JobTicket, Runner } from '../runner.js';
import { runPlanEmbedded } from './run-plan-embedded.js';

/** What one plan may take of this process. */
export type EmbeddedLimits = { spill: string; threads: number; memory_mb: number };

const WELL = { state: 'success', reason: null } as const;

/**
 * Runs plans in this process: whoever submits waits for the end. One whose result is in the lake is not run again.
 *
 * It knows only what it has run itself, and can cancel nothing.
 */
export function openEmbeddedRunner(store: ObjectStore, limits: EmbeddedLimits): Runner {
  const ended = new Map<string, Pick<JobStatus, 'state' | 'reason'>>();
  return {
    submit: async (ticket) => {
      if (!ended.has(ticket.token)) ended.set(ticket.token, await run(store, ticket, limits));
      return { runner: 'local', id: ticket.token, place: 'this process' };
    },
    status: ({ id }) => {
      const lost = { state: 'failed', reason: 'the process that ran it is gone' } as const;
      const { state, reason } = ended.get(id) ?? lost;
      const nothing = { queued_seconds: null, billed: null, dashboard: null };
      return Promise.resolve({ state, native_state: state, reason, ...nothing });
    },
    cancel: () => Promise.resolve(),
    logs: () => Promise.resolve([]),
    result: () => Promise.resolve(),
  };
}

async function run(
  store: ObjectStore,
  { plan, token, out }: JobTicket,
  limits: EmbeddedLimits,
): Promise<Pick<JobStatus, 'state' | 'reason'>> {
  if ((await store.head(`${out}result.json`)) !== null) return WELL;
  try {
    const machine = { ...limits, spill: path.join(limits.spill, token), onSession: () => undefined };
    const rows = await runPlanEmbedded(plan, store, machine);
    await writeJobRows(store, out, { plan_id: plan.plan_id, ...rows });
    return WELL;
  } catch (error) {
    if (!(error instanceof OperationalFailure) || error.retryable) throw error;
    return { state: 'failed', reason: error.message };
  }
}
