import type { Manifest } from '../domain/generated/manifest.js';
import type { Rejection } from '../domain/generated/rejection.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText } from '../engine/sql-literal.js';
import type { ObjectStore } from '../store/object-store.js';
import { keptFile } from './kept-file.js';

/**
 * Rejections of the given manifests, in the order of manifest and line, at most `limit` of each manifest.
 *
 * The session must be able to read the quarantine files of the store.
 */
export async function readRejections(
  session: DuckDbSession,
  source: { store: ObjectStore; manifests: readonly Manifest[] },
  limit: number,
): Promise<Rejection[]> {
  const rejections: Rejection[] = [];
  for (const manifest of source.manifests) {
    if (manifest.quarantine === null) continue;
    const file = await keptFile(source.store, manifest.quarantine);
    const rows = await session.rows(
      `SELECT * REPLACE (CAST(line AS BIGINT) AS line, CAST(byte_offset AS BIGINT) AS byte_offset) FROM read_parquet(${duckdbText(file)}, hive_partitioning = false) ORDER BY line, field, code LIMIT ${limit}`,
    );
    for (const row of rows) {
      rejections.push({
        ...(row as unknown as Rejection),
        line: Number(row['line']),
        byte_offset: Number(row['byte_offset']),
      });
    }
  }
  return rejections;
}
