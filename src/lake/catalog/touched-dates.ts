import type { ObjectStore } from '../../store/object-store.js';
import { isManifest } from '../chain-entry.js';
import { placeOfDataFile } from '../data-file-key.js';
import { readManifestChain } from '../manifest-chain.js';
import { listCommittedFeeds } from '../read-lake.js';

/**
 * Trade dates (`yyyy-MM-dd`, ascending) of which partitions may have changed by deliveries for one trade date.
 *
 * Files of a delivery may hold rows of other dates than its own; those of replaced commits and of superseded files
 * count too, since their partitions must go.
 */
export async function touchedDates(store: ObjectStore, trade_date: string): Promise<string[]> {
  const feeds = await listCommittedFeeds(store);
  const chains = await Promise.all(feeds.map((feed) => readManifestChain(store, feed)));
  const manifests = chains.flatMap((chain) => chain.filter(isManifest).map(({ entry }) => entry));
  const dates = manifests
    .filter((manifest) => manifest.trade_date === trade_date)
    .flatMap(({ files, supersedes }) => [
      ...files.map((file) => file.trade_date),
      ...supersedes.flatMap(({ key }) => placeOfDataFile(key)?.values[0] ?? []),
    ]);
  return [...new Set([trade_date, ...dates])].sort();
}
