import type { Duplicate } from '../domain/generated/duplicate.js';
import type { Manifest } from '../domain/generated/manifest.js';
import { appendEntry } from '../lake/append-entry.js';
import type { ChainedEntry } from '../lake/chain-entry.js';
import { deliveryOf, type ReceivedDelivery } from './delivery-job.js';

/** Records in the feed's chain that a delivery's bytes came under another name too; the same name again adds nothing. */
export async function recordDuplicate(received: ReceivedDelivery, standing: Manifest): Promise<void> {
  const delivery = deliveryOf(received);
  if (delivery.uri === standing.delivery.uri) return;
  const { store, now_ns, new_write_id } = received.context;
  await appendEntry<Duplicate>({ store, feed: delivery.feed, now_ns }, (chain) => {
    const recorded = chain.find(
      (chained): chained is ChainedEntry<Duplicate> =>
        chained.entry.kind === 'duplicate' &&
        chained.entry.delivery.uri === delivery.uri &&
        chained.entry.delivery.sha256 === delivery.sha256 &&
        chained.entry.trade_date === delivery.trade_date,
    );
    if (recorded !== undefined) return Promise.resolve({ standing: recorded });
    return Promise.resolve({
      append: {
        kind: 'duplicate',
        write_id: new_write_id(),
        feed: delivery.feed,
        trade_date: delivery.trade_date,
        delivery,
        of: standing.commit_id,
      },
    });
  });
}
