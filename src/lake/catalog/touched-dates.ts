import type { ObjectStore } from '../../store/object-store.js';
import { readManifestChain } from '../manifest-chain.js';
import { listCommittedFeeds } from '../read-lake.js';

/**
 * Trade dates (`yyyy-MM-dd`, ascending) of which partitions may have changed by deliveries for one trade date.
 *
 * Files of a delivery may hold rows of other dates than its own; those of replaced commits count too, since their
 * partitions must go.
 */
export async function touchedDates(store: ObjectStore, trade_date: string): Promise<string[]> {
  const feeds = await listCommittedFeeds(store);
  const chains = await Promise.all(feeds.map((feed) => readManifestChain(store, feed)));
  const manifests = chains.flat().map(({ manifest }) => manifest);
  const files = manifests
    .filter((manifest) => manifest.trade_date === trade_date)
    .flatMap(({ files: all }) => all);
  return [...new Set([trade_date, ...files.map((file) => file.trade_date)])].sort();
}
