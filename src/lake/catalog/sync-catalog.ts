import type { Catalog } from './catalog.js';
import { type CatalogComparison, compareCatalog } from './compare-catalog.js';
import type { CatalogedLake } from './describe-lake.js';
import { type Drift, isMendable } from './drift.js';

/** A lake and the database that describes it. */
export type CatalogTarget = CatalogedLake & { database: string };

/** What a sync did: differences that it took away, and those that still stand. */
export type CatalogSync = { mended: readonly Drift[]; left: readonly Drift[] };

/** Looks at most; each but the first follows a change. More are needed only while others write at the same time. */
const LOOKS = 5;

/**
 * Makes the catalog what the manifests say, all of it or what concerns some trade dates; changes nothing else.
 *
 * After a change it looks again, until nothing is left to mend: so lost replies, other writers and deliveries committed
 * meanwhile end in the same state. Tables that are not ours and files that no partition can show are left and told.
 * Throws `catalog-denied`, `catalog-refused`, `catalog-unavailable`; then some changes may have been made, and another
 * sync makes the rest.
 */
export async function syncCatalog(
  catalog: Catalog,
  lake: CatalogTarget,
  trade_dates: readonly string[] | null = null,
): Promise<CatalogSync> {
  const mended: Drift[] = [];
  for (let look = 1; ; look += 1) {
    const comparison = await compareCatalog(catalog, lake, trade_dates);
    const mendable = comparison.drift.filter(isMendable);
    if (mendable.length === 0 || look === LOOKS) return { mended, left: comparison.drift };
    await apply(catalog, comparison);
    mended.push(...mendable);
  }
}

/** What differs between catalog and manifests, in the order of tables; nothing is changed. */
export async function checkCatalog(catalog: Catalog, lake: CatalogTarget): Promise<readonly Drift[]> {
  return (await compareCatalog(catalog, lake, null)).drift;
}

async function apply(catalog: Catalog, comparison: CatalogComparison): Promise<void> {
  if (comparison.database_missing) await catalog.createDatabase();
  for (const { table, write, partitions } of comparison.changes) {
    if (write !== null) await catalog.writeTable(table, write);
    for (const change of partitions) await catalog.writePartitions(table, change);
  }
}
