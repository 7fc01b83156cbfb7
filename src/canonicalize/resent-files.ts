import { resentName } from '../domain/file-name.js';
import type { Manifest } from '../domain/generated/manifest.js';
import { carryChain } from '../lake/carry-chain.js';
import { type ChainedEntry, isManifest } from '../lake/chain-entry.js';
import { standingDelivery } from '../lake/quarantine/standing-deliveries.js';
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
  const others = (namesOf(feed.spec.file)(chain).get(`${delivery.trade_date} ${same}`) ?? [])
    .filter(({ manifest }) => manifest.delivery.sha256 !== raw.sha256)
    .filter(({ manifest: one }) => standingOf(chain, one) === one);
  const newer = others.find((one) => (one.sequence ?? 0n) > (sequence ?? 0n));
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
  const standing = standingDelivery(chain, { trade_date: delivery.trade_date, sha256: raw.sha256 });
  if (standing !== null || 'older' in resentFiles(received, chain)) return null;
  const by = chain.findLast(
    (chained) =>
      isManifest(chained) &&
      chained.entry.trade_date === delivery.trade_date &&
      chained.entry.replaces?.includes(raw.sha256),
  );
  if (by === undefined || !isManifest(by)) return null;
  return deliveryFault('resent-again', { file: delivery.name }, { standing: by.entry.delivery.uri });
}

function standingOf(
  chain: readonly ChainedEntry[],
  { trade_date, delivery: { sha256 } }: Manifest,
): Manifest | null {
  return standingDelivery(chain, { trade_date, sha256 });
}

/** Deliveries by trade date and what of their names is the same when they are sent again. */
type NamedDeliveries = ReadonlyMap<string, readonly { manifest: Manifest; sequence: bigint | null }[]>;

const named = new Map<string, (chain: readonly ChainedEntry[]) => NamedDeliveries>();

/** All deliveries of a chain by their names, as a feed's pattern reads them. */
function namesOf(pattern: string): (chain: readonly ChainedEntry[]) => NamedDeliveries {
  const known = named.get(pattern);
  if (known !== undefined) return known;
  const made = carryChain(
    () => new Map<string, { manifest: Manifest; sequence: bigint | null }[]>(),
    (names, chained) => {
      if (!isManifest(chained) || chained.entry.kind !== 'delivery') return;
      const { trade_date, delivery } = chained.entry;
      const { same, sequence } = resentName(delivery.uri, pattern);
      const name = `${trade_date} ${same}`;
      const before = names.get(name);
      if (before === undefined) names.set(name, [{ manifest: chained.entry, sequence }]);
      else before.push({ manifest: chained.entry, sequence });
    },
  );
  named.set(pattern, made);
  return made;
}
