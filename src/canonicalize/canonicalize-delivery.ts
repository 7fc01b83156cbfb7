import type { CanonicalizeContext } from './canonicalize-context.js';
import type { CanonicalizedDelivery } from './canonicalized-delivery.js';
import { checkDelivery } from './check-delivery.js';
import { commitDelivery } from './commit-delivery.js';
import type { Feed } from './feed.js';
import { identifyDelivery, takeStanding } from './identify-delivery.js';
import { tokenKey } from './personal/token-key.js';
import { type OfferedDelivery, withReceived } from './receive-delivery.js';
import { recordRefusal } from './record-refusal.js';
import { settleDelivery } from './settle-delivery.js';

/**
 * Turns one delivery into canonical Parquet, a quarantine and a manifest, published together or not at all.
 *
 * The raw bytes are stored first, whatever becomes of them; a refusal is recorded in the feed's chain too. The commit id
 * depends on the delivery's bytes, the feed specification, the canonical schema and the canonicalizer's version: a second
 * run of the same adds no object. Throws OperationalFailure where machinery fails.
 */
export async function canonicalizeDelivery(
  context: CanonicalizeContext,
  feed: Feed,
  delivery: OfferedDelivery,
): Promise<CanonicalizedDelivery> {
  // A key that is missing is told before anything is stored.
  tokenKey({ context, feed });
  return withReceived({ context, feed, delivery }, async (received) => {
    const found = await identifyDelivery(received);
    if ('refused' in found) {
      return recordRefusal(received, { totals: null, faults: [found.refused], examples: [] });
    }
    const { job, inputs } = found;
    if ('standing' in found) return takeStanding(job, found.standing);
    const checked = await checkDelivery(job, inputs.compiled, inputs.references);
    return commitDelivery(job, (beside) => settleDelivery(job, checked, beside));
  });
}
