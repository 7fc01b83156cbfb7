import type { Manifest } from '../../domain/generated/manifest.js';
import { keptFile } from '../../lake/kept-file.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import { canonicalizeDelivery } from '../canonicalize-delivery.js';
import type { CanonicalizedDelivery } from '../canonicalized-delivery.js';
import type { Feed } from '../feed.js';

/**
 * Canonicalizes a delivery once more from its bytes in the lake, under the feed as it is now.
 *
 * Where specification, reference data and code are those of its standing commit it adds nothing. Otherwise the new
 * commit replaces all of its rows, those of replays too, so that no delivery is read by two specifications at once; its
 * repairs wait for a replay again.
 */
export async function rereadDelivery(
  context: CanonicalizeContext,
  feed: Feed,
  { delivery, raw_key, trade_date }: Manifest,
): Promise<CanonicalizedDelivery> {
  const path = await keptFile(context.store, { key: raw_key, sha256: delivery.sha256 });
  const received_at_ns = BigInt(delivery.received_at_ns);
  return canonicalizeDelivery(context, feed, { path, name: delivery.uri, trade_date, received_at_ns });
}
