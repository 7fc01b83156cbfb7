import { reconcileDay } from '../../lake/ledger/reconcile-day.js';
import type { ListedDeliveries } from './list-deliveries.js';
import type { MachineContext } from './machine-context.js';

/** Whether a day is begun now, later, or not at all; `until` as ISO 8601 in UTC where it is waited for. */
export type GateVerdict = { verdict: 'go' | 'wait' | 'nothing'; until: string | null; reason: string };

/**
 * Asks the ledger whether a day may begin: it waits for feeds that are still to come, at most until `wait_until` (ISO 8601;
 * null does not wait), and there is nothing to do where no market was open and no file came.
 *
 * What is missing after its deadline stops nothing: the run tells it.
 */
export async function gateLedger(
  context: MachineContext,
  step: ListedDeliveries & { wait_until: string | null },
): Promise<GateVerdict> {
  const now_ns = context.now_ns();
  const specs = context.feeds.map(({ spec }) => spec);
  const { entries } = await reconcileDay(context.store, specs, { trade_date: step.trade_date, now_ns });
  if (step.files === 0 && entries.every(({ verdict }) => verdict === 'no_session')) {
    return { verdict: 'nothing', until: null, reason: `no session on ${step.trade_date}, and no file came` };
  }
  const arrived = new Set(step.waves.flatMap(({ feeds }) => feeds));
  const pending = entries.filter(({ verdict, feed }) => verdict === 'not_due_yet' && !arrived.has(feed));
  const due_ms = Math.max(...pending.map(({ due_at_ns }) => msAfter(due_at_ns)));
  const until_ms = Math.min(due_ms, step.wait_until === null ? 0 : Date.parse(step.wait_until));
  if (pending.length === 0 || until_ms <= Number(now_ns / 1_000_000n)) {
    return { verdict: 'go', until: null, reason: `${step.files} files` };
  }
  const feeds = pending.map(({ feed }) => feed).join(', ');
  return { verdict: 'wait', until: new Date(until_ms).toISOString(), reason: `still to come: ${feeds}` };
}

/** The first millisecond after an instant: at the deadline itself a file is in time. */
function msAfter(instant_ns: string | null): number {
  return instant_ns === null ? 0 : Number(BigInt(instant_ns) / 1_000_000n) + 1;
}
