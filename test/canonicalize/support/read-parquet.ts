import os from 'node:os';
import path from 'node:path';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { DuckDbSession, type Row } from '../../../src/engine/duckdb-session.js';
import { duckdbText } from '../../../src/engine/sql-literal.js';
import type { TestLake } from './lake.js';

/** Answers of a query over Parquet files of a lake, which it calls `published`. */
export async function queryParquet(lake: TestLake, keys: readonly string[], sql: string): Promise<Row[]> {
  const session = await DuckDbSession.open({
    folders: [lake.root],
    spill: path.join(os.tmpdir(), 'tapewarden-test-spill'),
    threads: 1,
  });
  try {
    const files = keys.map((key) => duckdbText(path.join(lake.root, key))).join(', ');
    await session.run(
      `CREATE VIEW published AS SELECT * FROM read_parquet([${files}], hive_partitioning = false)`,
    );
    return await session.rows(sql);
  } finally {
    session.close();
  }
}

/** Rows of a manifest's data files in the order of the source. */
export async function publishedRows(lake: TestLake, manifest: Manifest, columns = '*'): Promise<Row[]> {
  if (manifest.files.length === 0) return [];
  const keys = manifest.files.map(({ key }) => key);
  return queryParquet(lake, keys, `SELECT ${columns} FROM published ORDER BY source_line`);
}

/** Rejections of a manifest in the order in which they stand in the quarantine. */
export async function quarantined(lake: TestLake, manifest: Manifest): Promise<Row[]> {
  if (manifest.quarantine === null) return [];
  return queryParquet(lake, [manifest.quarantine.key], 'SELECT * FROM published');
}

/** `line: message [code]`, one per rejection. */
export async function rejectionLines(lake: TestLake, manifest: Manifest): Promise<string[]> {
  const rows = await quarantined(lake, manifest);
  return rows.map((row) => `${String(row['line'])}: ${String(row['message'])} [${String(row['code'])}]`);
}
