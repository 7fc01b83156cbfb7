import type { Manifest } from '../../domain/generated/manifest.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { ChainedEntry } from '../chain-entry.js';
import { listRepairs, type PlacedRepair } from './repair-store.js';
import { replaysOf, standingDelivery } from './standing-deliveries.js';

/** A repair that no replay stands for yet, of its delivery as it is read now. */
export type PendingRepair = { placed: PlacedRepair; delivery: Manifest };

/**
 * Repairs of a feed that were not replayed since their delivery is read as it is now, in the order in which they were
 * stored. All records of one may be settled by others.
 */
export async function pendingRepairs(
  store: ObjectStore,
  feed: string,
  chain: readonly ChainedEntry[],
): Promise<PendingRepair[]> {
  return (await listRepairs(store, feed)).flatMap((placed) => {
    const { delivery_sha256, trade_date } = placed.repair;
    const delivery = standingDelivery(chain, { sha256: delivery_sha256, trade_date });
    if (delivery === null) return [];
    const replayed = replaysOf(chain, delivery).some(({ repair }) => repair.sha256 === placed.sha256);
    return replayed ? [] : [{ placed, delivery }];
  });
}
