import type { Delivery } from '../../domain/generated/delivery.js';
import type { Manifest } from '../../domain/generated/manifest.js';
import { type ChainedEntry, isManifest } from '../chain-entry.js';
import { standingManifests } from '../read-lake.js';

/** A delivery whose records were repaired by a replay. */
export type Replay = Manifest & { repair: NonNullable<Manifest['repair']> };

/** Deliveries of a chain as they are read now, in the order of commits; replays are none. */
export function standingDeliveries(chain: readonly ChainedEntry[]): Manifest[] {
  return standingManifests(chain).filter(({ kind }) => kind === 'delivery');
}

/** A delivery as it is read now, by its bytes and trade date; null where it never was published. */
export function standingDelivery(
  chain: readonly ChainedEntry[],
  { sha256, trade_date }: Pick<Delivery, 'sha256' | 'trade_date'>,
): Manifest | null {
  const found = standingDeliveries(chain).find(
    (manifest) => manifest.delivery.sha256 === sha256 && manifest.trade_date === trade_date,
  );
  return found ?? null;
}

/** Replays of a delivery as it is read now, in the order of commits. */
export function replaysOf(chain: readonly ChainedEntry[], delivery: Manifest): Replay[] {
  return chain
    .filter(isManifest)
    .map(({ entry }) => entry)
    .filter((entry): entry is Replay => entry.repair?.of === delivery.commit_id);
}
