import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import type { LineColumn, Reading } from './second-reader.js';

/**
 * Reads Parquet files with DuckDB, as every query does: rows by the footer, and every row's line number.
 *
 * By path; where one of the files cannot be read, all fail with `database-failed`.
 */
export async function readWithDuckDb(
  session: DuckDbSession,
  paths: readonly string[],
  column: LineColumn,
): Promise<Map<string, Reading>> {
  if (paths.length === 0) return new Map();
  const list = `[${paths.map(duckdbText).join(', ')}]`;
  const footers = await session.rows(
    `SELECT file_name AS path, CAST(num_rows AS VARCHAR) AS n FROM parquet_file_metadata(${list})`,
  );
  const read = await session.rows(
    `SELECT filename AS path, CAST(count(*) AS VARCHAR) AS n, CAST(sum(CAST(${column} AS HUGEINT)) AS VARCHAR) AS s FROM read_parquet(${list}, filename = true, hive_partitioning = false) GROUP BY filename`,
  );
  const counts = new Map(read.map((row) => [String(row['path']), row]));
  return new Map(
    footers.map((row) => {
      const found = counts.get(String(row['path']));
      const lines = Number(found?.['n'] ?? 0);
      return [
        String(row['path']),
        { rows: Number(row['n']), lines, line_sum: BigInt(String(found?.['s'] ?? 0)) },
      ];
    }),
  );
}
