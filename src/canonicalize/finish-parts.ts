import { stat } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../domain/invariant.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText } from '../engine/sql-literal.js';
import { hashFile } from '../store/hash-file.js';
import { PARQUET_FORM, PART_DATE } from './check-segment.js';
import { DROPPED, standingRows } from './drop-repeated.js';
import type { Feed } from './feed.js';

/** One Parquet file in the work folder, ready to be published. */
export type WrittenFile = { path: string; trade_date: string; rows: number; bytes: number; sha256: string };

/** A part that a segment left, and how many valid records it holds. */
export type Part = { path: string; valid: number };

/**
 * Makes publishable files of the parts: without repeated records and without columns that only served the checks, one
 * file per part and trade date, in the order of the parts. A part that needs no change is taken as it is.
 */
export async function finishParts(
  session: DuckDbSession,
  source: { feed: Feed; parts: readonly Part[]; accepted: number },
  target: { work: string; trade_date: string; metadata: Readonly<Record<string, string>> },
): Promise<WrittenFile[]> {
  const { feed } = source;
  const by_event = feed.spec.trade_date === 'event' && 'event_ts_ns' in feed.spec.map;
  const as_it_is = !by_event && feed.dataset.key === 'event_id';
  const files: WrittenFile[] = [];
  for (const part of source.parts) {
    if (part.valid === 0) continue;
    if (as_it_is && !(await holdsDropped(session, part.path))) {
      files.push(await written(part.path, target.trade_date, part.valid));
      continue;
    }
    const dates = by_event ? await tradeDates(session, part.path) : [null];
    for (const date of dates) files.push(...(await rewrite(session, { feed, part, date }, target)));
  }
  const rows = files.reduce((total, file) => total + file.rows, 0);
  invariant(rows === source.accepted, `${rows} rows written for ${source.accepted} accepted records`);
  return files;
}

async function rewrite(
  session: DuckDbSession,
  source: { feed: Feed; part: Part; date: string | null },
  target: { work: string; trade_date: string; metadata: Readonly<Record<string, string>> },
): Promise<WrittenFile[]> {
  const trade_date = source.date ?? target.trade_date;
  const file = path.join(target.work, `${path.basename(source.part.path, '.parquet')}-${trade_date}.parquet`);
  const footer = Object.entries(target.metadata).map(([key, value]) => `${key}: ${duckdbText(value)}`);
  const rows = standingRows(source.feed.dataset, source.part.path, source.date);
  const [copied] = await session.rows(
    `COPY (${rows}) TO ${duckdbText(file)} (${PARQUET_FORM}, KV_METADATA {${footer.join(', ')}})`,
  );
  const count = Number(copied?.['Count']);
  return count === 0 ? [] : [await written(file, trade_date, count)];
}

async function written(file: string, trade_date: string, rows: number): Promise<WrittenFile> {
  return { path: file, trade_date, rows, bytes: (await stat(file)).size, sha256: await hashFile(file) };
}

async function holdsDropped(session: DuckDbSession, part: string): Promise<boolean> {
  const [row] = await session.rows(
    `SELECT count(*) AS n FROM read_parquet(${duckdbText(part)}) AS p SEMI JOIN ${DROPPED} USING (source_line)`,
  );
  return row?.['n'] !== '0';
}

async function tradeDates(session: DuckDbSession, part: string): Promise<string[]> {
  const rows = await session.rows(
    `SELECT DISTINCT CAST(${PART_DATE} AS VARCHAR) AS d FROM read_parquet(${duckdbText(part)}) ORDER BY d`,
  );
  return rows.map((row) => String(row['d']));
}
