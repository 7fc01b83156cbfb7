import { stat } from 'node:fs/promises';
import { invariant } from '../domain/invariant.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import { flushAhead } from '../store/flush-ahead.js';
import { hashFile } from '../store/hash-file.js';
import { canonicalParquet } from './canonical-parquet.js';
import { sumRecords } from './control-sums.js';
import { writeReplaces } from './corrections/write-replaces.js';
import { STORED_FAULTS } from './fault-spill.js';
import { LINE, LINE_TEXT, OFFSET } from './framing/read-segment.js';
import type { Segment } from './framing/segment.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import { keyHashes, REMEMBERED_ROWS } from './published-keys.js';
import { rejectByAjv } from './reject-by-ajv.js';
import { isWhole, rejectedRecords } from './rejected-records.js';
import type { Part, SegmentWork } from './segment-work.js';
import { validRows } from './valid-rows.js';
import { matchGroups } from './validation/re2-expression.js';

/** What one segment became. */
export type CheckedSegment = {
  /** One part for each route of the feed. */
  parts: readonly Part[];
  rejected: number;
  /** File of the rejected records with one boolean per check, in the order of the delivery; null without any. */
  rejected_part: string | null;
  /** Line on which the feed's trailer stands among the records, as when two files were joined; null without one. */
  trailer_line: number | null;
  /** Exact sums of the fields that header or trailer sum, over all records of the segment. */
  sums: ReadonlyMap<string, string>;
};

const REJECTED = identifier('@rejected');

/**
 * Writes the valid records of a segment, converted and in their dataset's order, in one pass over its text for each
 * route.
 *
 * Only where the files hold fewer records than the segment are those that lack found, by the lines that are in no file.
 */
export async function checkSegment(session: DuckDbSession, work: SegmentWork): Promise<CheckedSegment> {
  const { segment } = work;
  const parts: Part[] = [];
  for (const route of work.routes.keys()) parts.push(await writePart(session, work, route));
  const valid = parts.reduce((total, part) => total + part.valid, 0);
  const rejected = segment.records - valid;
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${REJECTED} AS ${rejectedRecords(work, parts)}${rejected === 0 ? ' LIMIT 0' : ''}`,
  );
  const [found] = await session.rows(`SELECT count(*) AS n FROM ${REJECTED}`);
  invariant(Number(found?.['n']) === rejected, `${rejected} of ${segment.records} records were not read`);
  return {
    parts,
    rejected,
    rejected_part: rejected === 0 ? null : await writeRejected(session, `${work.out}-rejected.parquet`),
    trailer_line: rejected === 0 ? null : await findTrailer(session, work),
    sums: await sumRecords(session, work, { parts, rejected: REJECTED, whole: isWhole(segment) }),
  };
}

async function writePart(session: DuckDbSession, work: SegmentWork, route: number): Promise<Part> {
  const { compiled, metadata } = work.routes[route] as SegmentWork['routes'][number];
  const path = `${work.out}-${route}.parquet`;
  const copy = canonicalParquet(metadata);
  const [written] = await session.rows(
    `COPY (${validRows(compiled, work.segment)}) TO ${duckdbText(path)} (${copy})`,
  );
  const refused = await rejectByAjv(session, { compiled, segment: work.segment, part: path, copy });
  const notices = await countNotices(session, { compiled, segment: work.segment, part: path });
  const replaces = await writeReplaces(session, { compiled, segment: work.segment, part: path });
  const bytes = (await stat(path)).size;
  const sha256 = await hashFile(path);
  flushAhead(path);
  const valid = Number(written?.['Count']) - refused;
  const dataset = work.feed.routes[route]?.dataset;
  const keys =
    dataset === undefined || valid > REMEMBERED_ROWS ? null : await keyHashes(session, path, dataset.key);
  return { path, bytes, sha256, valid, route, replaces, notices, keys };
}

/** For each notice of a route, how many valid records it is about. */
async function countNotices(
  session: DuckDbSession,
  source: { compiled: CompiledFeed; segment: Segment; part: string },
): Promise<number[]> {
  const { compiled, segment, part } = source;
  if (compiled.notices.length === 0) return [];
  const counts = compiled.notices.map(({ sql }, index) => `count(*) FILTER (WHERE ${sql}) AS n${index}`);
  const [row] = await session.rows(
    `SELECT ${counts.join(', ')} FROM (${compiled.records(segment)}) AS r SEMI JOIN read_parquet(${duckdbText(part)}) AS p ON r.${OFFSET} = p.source_byte_offset`,
  );
  return compiled.notices.map((_, index) => Number(row?.[`n${index}`]));
}

/** The first rejected records, as many as are ever explained, with what is wrong with them. */
async function writeRejected(session: DuckDbSession, file: string): Promise<string> {
  await session.run(
    `COPY (SELECT * FROM ${REJECTED} ORDER BY ${OFFSET} LIMIT ${STORED_FAULTS}) TO ${duckdbText(file)} (FORMAT parquet)`,
  );
  return file;
}

async function findTrailer(session: DuckDbSession, { feed, segment }: SegmentWork): Promise<number | null> {
  const match = feed.spec.trailer?.match;
  if (match === undefined || segment.kind === 'framed') return null;
  const lines = `SELECT ${LINE}, ${LINE_TEXT} FROM ${REJECTED} WHERE NOT "@whole" ORDER BY ${LINE}`;
  for await (const rows of session.batches(lines)) {
    const found = rows.find((row) => matchGroups(match, String(row['@text'])) !== null);
    if (found !== undefined) return Number(found['@line']);
  }
  return null;
}
