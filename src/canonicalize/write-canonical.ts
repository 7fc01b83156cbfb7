import { stat } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../domain/invariant.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import { hashFile } from '../store/hash-file.js';
import type { CompiledFeed } from './mapping/compile-feed.js';

/** One Parquet file in the work folder. */
export type WrittenFile = { path: string; trade_date: string; rows: number; bytes: number; sha256: string };

/**
 * Writes the accepted records as Parquet, one sorted file per trade date: the same records, the same bytes.
 *
 * The footer carries `metadata`. A date without records has no file.
 */
export async function writeCanonical(
  session: DuckDbSession,
  source: { accepted_sql: string; accepted: number; compiled: CompiledFeed; dataset: CanonicalDataset },
  target: { work: string; trade_date: string; metadata: Readonly<Record<string, string>> },
): Promise<WrittenFile[]> {
  const { compiled } = source;
  const query = sortedQuery(source);
  const metadata = Object.entries(target.metadata)
    .map(([key, value]) => `${key}: ${duckdbText(value)}`)
    .join(', ');
  const dates = await tradeDates(session, source, target.trade_date);
  const files: WrittenFile[] = [];
  for (const date of dates) {
    const file = path.join(target.work, `${date}.parquet`);
    const where =
      compiled.trade_date === null ? '' : ` WHERE ${compiled.trade_date} = CAST('${date}' AS DATE)`;
    const [written] = await session.rows(
      `COPY (${query(where)}) TO ${duckdbText(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880, KV_METADATA {${metadata}})`,
    );
    const rows = Number(written?.['Count']);
    files.push({
      path: file,
      trade_date: date,
      rows,
      bytes: (await stat(file)).size,
      sha256: await hashFile(file),
    });
  }
  const rows = files.reduce((total, file) => total + file.rows, 0);
  invariant(rows === source.accepted, `${rows} rows written for ${source.accepted} accepted records`);
  return files;
}

/**
 * The canonical rows in the dataset's order, of the records that satisfy a condition.
 *
 * Only the fields that columns are made of are sorted, and columns are made afterwards: constants, codes spelt out and
 * the event id would otherwise all be carried through the sort.
 */
function sortedQuery(source: {
  accepted_sql: string;
  compiled: CompiledFeed;
  dataset: CanonicalDataset;
}): (where: string) => string {
  const { columns, id_order, fields } = source.compiled;
  const sqlOf = (name: string): string =>
    columns.find((column) => column.name === name)?.sql ?? identifier(name);
  const order = source.dataset.sort.map((name) =>
    name === 'event_id' && id_order !== null ? id_order : sqlOf(name),
  );
  const carried = fields.map(identifier).filter((field) => columns.some(({ sql }) => sql.includes(field)));
  const made = columns.map(({ name, sql }) => `${sql} AS ${identifier(name)}`);
  return (where) =>
    `SELECT ${made.join(', ')} FROM (SELECT ${carried.join(', ')} FROM (${source.accepted_sql}) AS r${where} ORDER BY ${order.join(', ')}) AS s`;
}

async function tradeDates(
  session: DuckDbSession,
  source: { accepted_sql: string; accepted: number; compiled: CompiledFeed },
  delivered: string,
): Promise<string[]> {
  if (source.accepted === 0) return [];
  if (source.compiled.trade_date === null) return [delivered];
  const rows = await session.rows(
    `SELECT DISTINCT CAST(${source.compiled.trade_date} AS VARCHAR) AS d FROM (${source.accepted_sql}) AS r ORDER BY d`,
  );
  return rows.map((row) => String(row['d']));
}
