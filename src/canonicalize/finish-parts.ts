import { stat } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../domain/invariant.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText } from '../engine/sql-literal.js';
import { hashFile } from '../store/hash-file.js';
import { canonicalParquet } from './canonical-parquet.js';
import { DROPPED, standingRows } from './drop-repeated.js';
import type { Feed, Route } from './feed.js';
import type { Part } from './segment-work.js';
import { PART_DATE } from './valid-rows.js';

/** One Parquet file in the work folder, ready to be published. */
export type WrittenFile = {
  route: number;
  path: string;
  trade_date: string;
  rows: number;
  bytes: number;
  sha256: string;
};

/** Where files go, the trade date of those that have none of their own, and the footer of a route's files. */
export type FilesTarget = {
  work: string;
  trade_date: string;
  footer: (route: Route) => Readonly<Record<string, string>>;
};

/**
 * Makes publishable files of the parts: without repeated records and without columns that only served the checks, one
 * file per part and trade date, in the order of the parts. A part that needs no change is taken as it is.
 */
export async function finishParts(
  session: DuckDbSession,
  source: { feed: Feed; parts: readonly Part[]; rows: number; dropped: boolean },
  target: FilesTarget,
): Promise<WrittenFile[]> {
  const files: WrittenFile[] = [];
  for (const part of source.parts.filter(
    ({ valid, route }) => valid > 0 && route < source.feed.routes.length,
  )) {
    const feed = source.feed.routes[part.route] as Route;
    const by_event = feed.spec.trade_date === 'event' && 'event_ts_ns' in feed.spec.map;
    const as_it_is = !by_event && feed.dataset.key === 'event_id';
    if (as_it_is && !(source.dropped && (await holdsDropped(session, part.path)))) {
      const { route, path: file, bytes, sha256, valid } = part;
      files.push({ route, path: file, trade_date: target.trade_date, rows: valid, bytes, sha256 });
      continue;
    }
    const dates = by_event ? await tradeDates(session, part.path) : [null];
    for (const date of dates) files.push(...(await rewrite(session, { feed, part, date }, target)));
  }
  const rows = files.reduce((total, file) => total + file.rows, 0);
  invariant(rows === source.rows, `${rows} rows written, expected one for each of ${source.rows} records`);
  return files;
}

async function rewrite(
  session: DuckDbSession,
  source: { feed: Route; part: Part; date: string | null },
  target: FilesTarget,
): Promise<WrittenFile[]> {
  const trade_date = source.date ?? target.trade_date;
  const file = path.join(target.work, `${path.basename(source.part.path, '.parquet')}-${trade_date}.parquet`);
  const rows = standingRows(source.feed.dataset, source.part.path, source.date);
  const [copied] = await session.rows(
    `COPY (${rows}) TO ${duckdbText(file)} (${canonicalParquet(target.footer(source.feed))})`,
  );
  const count = Number(copied?.['Count']);
  if (count === 0) return [];
  const bytes = (await stat(file)).size;
  return [
    { route: source.part.route, path: file, trade_date, rows: count, bytes, sha256: await hashFile(file) },
  ];
}

async function holdsDropped(session: DuckDbSession, part: string): Promise<boolean> {
  const [row] = await session.rows(
    `SELECT count(*) AS n FROM read_parquet(${duckdbText(part)}) AS p SEMI JOIN ${DROPPED} USING (source_byte_offset)`,
  );
  return row?.['n'] !== '0';
}

async function tradeDates(session: DuckDbSession, part: string): Promise<string[]> {
  const rows = await session.rows(
    `SELECT DISTINCT CAST(${PART_DATE} AS VARCHAR) AS d FROM read_parquet(${duckdbText(part)}) ORDER BY d`,
  );
  return rows.map((row) => String(row['d']));
}
