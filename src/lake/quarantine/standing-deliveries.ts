import type { Delivery } from '../../domain/generated/delivery.js';
import type { Manifest } from '../../domain/generated/manifest.js';
import { carryChain } from '../carry-chain.js';
import { type ChainedEntry, isManifest } from '../chain-entry.js';
import { standingManifests } from '../read-lake.js';

/** A delivery whose records were repaired by a replay. */
export type Replay = Manifest & { repair: NonNullable<Manifest['repair']> };

/** Deliveries of a chain as they are read now, in the order of commits; replays are none. */
export function standingDeliveries(chain: readonly ChainedEntry[]): Manifest[] {
  return standingManifests(chain).filter(({ kind }) => kind === 'delivery');
}

const deliveries = carryChain(
  () => ({ newest: new Map<string, Manifest>(), replaced: new Map<string, number>() }),
  ({ newest, replaced }, chained) => {
    if (!isManifest(chained)) return;
    const { kind, trade_date, delivery, sequence, replaces = [] } = chained.entry;
    for (const sha256 of replaces) replaced.set(`${trade_date} ${sha256}`, sequence);
    if (kind === 'delivery') newest.set(`${trade_date} ${delivery.sha256}`, chained.entry);
  },
);

/**
 * A delivery as it is read now, by its bytes and trade date; null where it never was published or another one has taken its place.
 * The one of `standingDeliveries`, found without looking at every entry.
 */
export function standingDelivery(
  chain: readonly ChainedEntry[],
  { sha256, trade_date }: Pick<Delivery, 'sha256' | 'trade_date'>,
): Manifest | null {
  const { newest, replaced } = deliveries(chain);
  const name = `${trade_date} ${sha256}`;
  const manifest = newest.get(name);
  return manifest !== undefined && manifest.sequence > (replaced.get(name) ?? 0) ? manifest : null;
}

/** Replays of a delivery as it is read now, in the order of commits. */
export function replaysOf(chain: readonly ChainedEntry[], delivery: Manifest): Replay[] {
  return chain
    .filter(isManifest)
    .map(({ entry }) => entry)
    .filter((entry): entry is Replay => entry.repair?.of === delivery.commit_id);
}
