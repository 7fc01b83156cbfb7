import type { Catalog, CatalogPartition, CatalogTable, PartitionChange } from './catalog.js';
import { comparePartitions } from './compare-partitions.js';
import { compareTable } from './compare-table.js';
import { type CatalogedLake, describeLake, tablesOf } from './describe-lake.js';
import { type Drift, drift, isMendable } from './drift.js';

/** A table that is to be changed: what it becomes, how it gets there, and the changes of its partitions. */
export type TableChange = {
  table: CatalogTable;
  write: 'create' | 'update' | null;
  partitions: readonly PartitionChange[];
};

/** What differs between catalog and lake, and the changes that take it away. */
export type CatalogComparison = {
  drift: readonly Drift[];
  database_missing: boolean;
  changes: readonly TableChange[];
};

type Standing = { table: CatalogTable | null; partitions: readonly CatalogPartition[] };

/**
 * Compares the catalog with the manifests, all of it or what concerns some trade dates.
 *
 * The catalog is read before the manifests: a partition is made only after its file was committed, so one that no
 * manifest read later names is not merely too new to be known.
 */
export async function compareCatalog(
  catalog: Catalog,
  lake: CatalogedLake & { database: string },
  trade_dates: readonly string[] | null,
): Promise<CatalogComparison> {
  const tables = await tablesOf(lake);
  const standing = await readStanding(catalog, tables, trade_dates);
  const described = await describeLake(lake, tables, trade_dates);
  const compared = tables.map((table) =>
    compareOne(
      { table, partitions: described.partitions.get(table.name) ?? [] },
      standing?.get(table.name) ?? null,
      lake.address,
    ),
  );
  const database = standing === null ? [drift('catalog-database-missing', { database: lake.database })] : [];
  const unplaced = described.unplaced.map((key) => drift('catalog-file-unplaced', { key }));
  return {
    drift: [...database, ...compared.flatMap((one) => one.drift), ...unplaced],
    database_missing: standing === null,
    changes: compared.flatMap(({ change }) => (change === null ? [] : [change])),
  };
}

async function readStanding(
  catalog: Catalog,
  tables: readonly CatalogTable[],
  trade_dates: readonly string[] | null,
): Promise<ReadonlyMap<string, Standing> | null> {
  const found = await catalog.readTables(tables.map(({ name }) => name));
  if (found === null) return null;
  const standing = new Map<string, Standing>();
  for (const expected of tables) {
    const table = found.get(expected.name);
    if (table === undefined) continue;
    const partitions: CatalogPartition[] = [];
    const ours = compareTable(expected, table).every(isMendable);
    for (const trade_date of ours ? (trade_dates ?? [null]) : []) {
      partitions.push(...(await catalog.readPartitions(table.name, trade_date)));
    }
    standing.set(table.name, { table, partitions });
  }
  return standing;
}

function compareOne(
  expected: { table: CatalogTable; partitions: readonly CatalogPartition[] },
  standing: Standing | null,
  lake: string,
): { drift: Drift[]; change: TableChange | null } {
  const { table } = expected;
  const stands = standing?.table ?? null;
  const found =
    stands === null ? [drift('catalog-table-missing', { table: table.name })] : compareTable(table, stands);
  if (!found.every(isMendable)) return { drift: found, change: null };
  const partitions = comparePartitions(
    { table: table.name, lake },
    expected.partitions,
    standing?.partitions ?? [],
  );
  const write = found.length === 0 ? null : stands === null ? 'create' : 'update';
  const target = { ...table, parameters: { ...stands?.parameters, ...table.parameters } };
  const change = { table: target, write, partitions: partitions.changes } as const;
  const needed = write !== null || partitions.changes.length > 0;
  return { drift: [...found, ...partitions.drift], change: needed ? change : null };
}
