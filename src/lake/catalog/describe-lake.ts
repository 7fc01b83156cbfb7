import type { DataFile } from '../../domain/generated/manifest.js';
import type { ObjectStore } from '../../store/object-store.js';
import { loadCanonicalDatasets } from '../canonical-dataset.js';
import { placeOfDataFile } from '../data-file-key.js';
import { readManifestChain } from '../manifest-chain.js';
import { listCommittedFeeds, standingFiles } from '../read-lake.js';
import { removedKeys } from '../removed-keys.js';
import type { CatalogPartition, CatalogTable } from './catalog.js';
import { PARQUET, tableOf } from './table-definition.js';

/** A lake that a catalog describes: its store, and the address, ending with `/`, at which engines find it. */
export type CatalogedLake = { store: ObjectStore; address: string };

/** What the catalog should hold: every table, its partitions by table, and files that no partition can show alone. */
export type LakeDescription = {
  tables: readonly CatalogTable[];
  partitions: ReadonlyMap<string, readonly CatalogPartition[]>;
  unplaced: readonly string[];
};

/** The tables of all canonical datasets, whether or not the lake holds rows of them. */
export async function tablesOf(lake: CatalogedLake): Promise<CatalogTable[]> {
  const datasets = await loadCanonicalDatasets();
  return [...datasets.values()].map((dataset) => tableOf(dataset, lake.address));
}

/**
 * What the catalog should hold of a lake, by its manifests alone: one partition for every data file in force.
 *
 * With trade dates (`yyyy-MM-dd`) only the files of those.
 */
export async function describeLake(
  lake: CatalogedLake,
  tables: readonly CatalogTable[],
  trade_dates: readonly string[] | null,
): Promise<LakeDescription> {
  const partitions = new Map(tables.map(({ name }) => [name, [] as CatalogPartition[]]));
  const unplaced: string[] = [];
  for (const file of await filesInForce(lake.store)) {
    if (trade_dates !== null && !trade_dates.includes(file.trade_date)) continue;
    const place = placeOfDataFile(file.key);
    const table = place === null ? undefined : partitions.get(place.dataset);
    if (place === null || table === undefined) unplaced.push(file.key);
    else table.push({ values: place.values, location: `${lake.address}${place.folder}`, format: PARQUET });
  }
  return { tables, partitions, unplaced };
}

/** Data files in force of all feeds; those that a removal names are gone or about to go. */
async function filesInForce(store: ObjectStore): Promise<DataFile[]> {
  const feeds = await listCommittedFeeds(store);
  const chains = await Promise.all(feeds.map((feed) => readManifestChain(store, feed)));
  return chains.flatMap((chain) => {
    const removed = removedKeys(chain);
    const standing = standingFiles(chain).map(({ file }) => file);
    return standing.filter(({ key }) => !removed.has(key));
  });
}
