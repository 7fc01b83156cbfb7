import { invariant } from '../domain/invariant.js';
import type { DuckDbSession } from './duckdb-session.js';
import { dateLiteral, duckdbText, identifier } from './sql-literal.js';

/** One Parquet file of a dataset, with the partition that its rows belong to. */
export type DatasetFile = { dataset: string; feed: string; trade_date: string; path: string };

/**
 * Makes one view per dataset over its files, under the dataset's bare name; returns the names.
 *
 * A view has the canonical columns, then `trade_date DATE` and `feed VARCHAR`. Rows have no order.
 */
export async function createDatasetViews(
  session: DuckDbSession,
  files: readonly DatasetFile[],
): Promise<ReadonlySet<string>> {
  const datasets = new Set(files.map((file) => file.dataset));
  for (const dataset of datasets) {
    invariant(/^[a-z][a-z_]*$/.test(dataset), `"${dataset}" is the name of a dataset`);
    const parts = files
      .filter((file) => file.dataset === dataset)
      .map(
        (file) =>
          `SELECT *, ${dateLiteral(file.trade_date)} AS trade_date, ${duckdbText(file.feed)} AS feed FROM read_parquet(${duckdbText(file.path)}, hive_partitioning = false)`,
      );
    await session.run(`CREATE VIEW ${identifier(dataset)} AS ${parts.join(' UNION ALL ')}`);
  }
  return datasets;
}
