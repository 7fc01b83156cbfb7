import { resentName } from '../domain/file-name.js';
import type { Manifest } from '../domain/generated/manifest.js';
import { type ChainedEntry, isManifest } from '../lake/chain-entry.js';
import { standingManifests } from '../lake/read-lake.js';
import { deliveryFault } from './delivery-fault.js';
import type { ReceivedDelivery } from './delivery-job.js';
import type { DeliveryFault } from './diagnostics.js';

/**
 * Hashes of the deliveries whose place a file takes because the feed says that files of its name replace one another, or
 * the refusal `resent-older` where one with a higher sequence stands.
 */
export function resentFiles(
  received: ReceivedDelivery,
  chain: readonly ChainedEntry[],
): { replaces: string[] } | { older: DeliveryFault } {
  const { feed, delivery, raw } = received;
  if (feed.spec.arrives.resent !== 'replaces') return { replaces: [] };
  const { same, sequence } = resentName(delivery.name, feed.spec.file);
  const others = standingManifests(chain)
    .filter(({ kind, trade_date }) => kind === 'delivery' && trade_date === delivery.trade_date)
    .filter((manifest) => manifest.delivery.sha256 !== raw.sha256)
    .map((manifest) => ({ manifest, name: resentName(manifest.delivery.uri, feed.spec.file) }))
    .filter(({ name }) => name.same === same);
  const newer = others.find(({ name }) => (name.sequence ?? 0n) > (sequence ?? 0n));
  if (newer === undefined) return { replaces: others.map(({ manifest }) => manifest.delivery.sha256) };
  const data = { sequence: String(sequence), standing: newer.manifest.delivery.uri };
  return { older: deliveryFault('resent-older', { file: delivery.name }, data) };
}

/**
 * The refusal `resent-again` of a delivery that was published and has lost its place to another one of its name, which
 * does not come after it; null for all others.
 */
export function resentAgain(
  received: ReceivedDelivery,
  chain: readonly ChainedEntry[],
): DeliveryFault | null {
  const { delivery, raw } = received;
  const isOf = (manifest: Manifest): boolean =>
    manifest.trade_date === delivery.trade_date && manifest.delivery.sha256 === raw.sha256;
  if (standingManifests(chain).some(isOf) || 'older' in resentFiles(received, chain)) return null;
  const by = chain.findLast(
    (chained) =>
      isManifest(chained) &&
      chained.entry.trade_date === delivery.trade_date &&
      chained.entry.replaces?.includes(raw.sha256),
  );
  if (by === undefined || !isManifest(by)) return null;
  return deliveryFault('resent-again', { file: delivery.name }, { standing: by.entry.delivery.uri });
}
