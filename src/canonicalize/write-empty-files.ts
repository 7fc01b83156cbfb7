import { stat } from 'node:fs/promises';
import path from 'node:path';
import { emptyRelation } from '../engine/create-dataset-views.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText } from '../engine/sql-literal.js';
import { hashFile } from '../store/hash-file.js';
import { canonicalParquet } from './canonical-parquet.js';
import type { Feed } from './feed.js';
import type { FilesTarget, WrittenFile } from './finish-parts.js';

/**
 * One Parquet file without a row for each dataset of a feed, in the order of its routes.
 *
 * What a broker sent empty, as the feed allows, is there and holds nothing: not the same as a dataset of which nothing came.
 */
export async function writeEmptyFiles(
  session: DuckDbSession,
  { routes }: Feed,
  target: FilesTarget,
): Promise<WrittenFile[]> {
  const files: WrittenFile[] = [];
  for (const [index, route] of routes.entries()) {
    if (routes.findIndex(({ dataset }) => dataset.name === route.dataset.name) < index) continue;
    const file = path.join(target.work, `empty-${index}.parquet`);
    const columns = new Map(route.dataset.columns.map(({ name, type }) => [name, type]));
    await session.run(
      `COPY (${emptyRelation(columns)}) TO ${duckdbText(file)} (${canonicalParquet(target.footer(route))})`,
    );
    const { size: bytes } = await stat(file);
    const { trade_date } = target;
    files.push({ route: index, path: file, trade_date, rows: 0, bytes, sha256: await hashFile(file) });
  }
  return files;
}
