import type { Refusal } from '../domain/generated/refusal.js';
import { appendEntry, type Decision } from '../lake/append-entry.js';
import type { ChainedEntry } from '../lake/chain-entry.js';
import { receiptOf } from '../lake/put-content.js';
import { requireRawKept } from '../lake/raw-key.js';
import type { RefusedDelivery } from './canonicalized-delivery.js';
import { deliveryOf, type ReceivedDelivery } from './delivery-job.js';
import { formatFault } from './diagnostics.js';

type Why = Omit<RefusedDelivery, 'status' | 'sha256'>;

/** Records in the feed's chain that a delivery was refused, and answers so; the same refusal again adds nothing. */
export async function recordRefusal(received: ReceivedDelivery, why: Why): Promise<RefusedDelivery> {
  const { store, now_ns } = received.context;
  await appendEntry<Refusal>({ store, feed: received.feed.spec.feed, now_ns }, (chain) =>
    decideRefusal(received, why, chain),
  );
  return { status: 'refused', sha256: received.raw.sha256, ...why };
}

/** A refusal as an entry of the chain as it stands, or the one that says the same already. */
export async function decideRefusal(
  received: ReceivedDelivery,
  why: Why,
  chain: readonly ChainedEntry[],
): Promise<Decision<Refusal>> {
  await requireRawKept(received.context.store, chain, received.raw.key);
  const delivery = deliveryOf(received);
  const faults = why.faults.map((fault) => ({ code: fault.code, message: formatFault(fault) }));
  const last = chain.findLast(
    ({ entry }) =>
      'delivery' in entry &&
      entry.delivery.sha256 === delivery.sha256 &&
      entry.delivery.uri === delivery.uri &&
      entry.trade_date === delivery.trade_date,
  );
  if (last?.entry.kind === 'refusal' && JSON.stringify(last.entry.faults) === JSON.stringify(faults)) {
    return { standing: last as ChainedEntry<Refusal> };
  }
  const put = receiptOf(await received.raw.put);
  return {
    append: {
      kind: 'refusal',
      write_id: received.context.new_write_id(),
      feed: delivery.feed,
      trade_date: delivery.trade_date,
      delivery,
      raw_key: received.raw.key,
      ...(put === undefined ? {} : { raw_put: put }),
      totals: why.totals,
      faults,
    },
  };
}
