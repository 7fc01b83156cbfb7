import path from 'node:path';
import { invariant } from '../domain/invariant.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import { type SummedField, sumRecords } from './control-sums.js';
import { STORED_FAULTS } from './fault-spill.js';
import type { Feed } from './feed.js';
import { FIELD_COUNT, LINE, LINE_TEXT, OFFSET } from './framing/read-segment.js';
import type { Segment } from './framing/segment.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import { allHold } from './validation/compile-record-schema.js';
import { matchGroups } from './validation/re2-expression.js';

/** Columns of a part beside the canonical ones: they go before it is published. */
export const PART_KEY = identifier('@key');
export const PART_DATE = identifier('@trade_date');

/** How every canonical file is written: the same rows, the same bytes. */
export const PARQUET_FORM = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880';

/** What one segment became: a sorted Parquet file of its valid records, and one of those that are not. */
export type CheckedSegment = {
  part: string;
  valid: number;
  rejected: number;
  /** File of the rejected records with one boolean per mapping check, in the order of the delivery; null without any. */
  rejected_part: string | null;
  /** Line on which the feed's trailer stands among the records, as when two files were joined; null without one. */
  trailer_line: number | null;
  /** Exact sums of the fields that header or trailer sum, over all records of the segment. */
  sums: ReadonlyMap<string, string>;
};

/** What is checked, and the file and footer of what comes of it. */
type Work = {
  feed: Feed;
  compiled: CompiledFeed;
  segment: Segment;
  part: string;
  metadata: Readonly<Record<string, string>>;
  summed: readonly SummedField[];
};

const REJECTED = identifier('@rejected');

/**
 * Writes the valid records of a segment, converted and in the dataset's order, in one pass over its text.
 *
 * Only where the file holds fewer records than the segment are those that lack found, by the lines that are not in it.
 */
export async function checkSegment(session: DuckDbSession, work: Work): Promise<CheckedSegment> {
  const { compiled, segment, part } = work;
  const records = compiled.records(segment);
  const footer = Object.entries(work.metadata).map(([key, value]) => `${key}: ${duckdbText(value)}`);
  const [written] = await session.rows(
    `COPY (${sortedRecords(work, records)}) TO ${duckdbText(part)} (${PARQUET_FORM}, KV_METADATA {${footer.join(', ')}})`,
  );
  const valid = Number(written?.['Count']);
  const rejected = segment.records - valid;
  const missing =
    rejected === 0
      ? `SELECT * FROM (${records}) AS r WHERE false`
      : `SELECT r.* FROM (${records}) AS r ANTI JOIN read_parquet(${duckdbText(part)}) AS p ON r.${LINE} = p.source_line`;
  await session.run(`CREATE OR REPLACE TEMP TABLE ${REJECTED} AS ${missing}`);
  const [found] = await session.rows(`SELECT count(*) AS n FROM ${REJECTED}`);
  invariant(Number(found?.['n']) === rejected, `${rejected} of ${segment.records} records were not read`);
  const whole = isWhole(segment);
  return {
    part,
    valid,
    rejected,
    rejected_part: rejected === 0 ? null : await writeRejected(session, { compiled, part, segment }),
    trailer_line: rejected === 0 ? null : await findTrailer(session, work),
    sums: await sumRecords(session, work.summed, { part, records, rejected: REJECTED, whole }),
  };
}

async function findTrailer(session: DuckDbSession, { feed, segment }: Work): Promise<number | null> {
  const match = feed.spec.trailer?.match;
  if (match === undefined || segment.kind === 'framed') return null;
  const lines = `SELECT ${LINE}, ${LINE_TEXT} FROM ${REJECTED} WHERE NOT (${isWhole(segment)}) ORDER BY ${LINE}`;
  for await (const rows of session.batches(lines)) {
    const found = rows.find((row) => matchGroups(match, String(row['@text'])) !== null);
    if (found !== undefined) return Number(found['@line']);
  }
  return null;
}

/** The first rejected records, as many as are ever explained, with what is wrong with them. */
async function writeRejected(
  session: DuckDbSession,
  source: { compiled: CompiledFeed; part: string; segment: Segment },
): Promise<string> {
  const file = source.part.replace(/\.parquet$/, '-rejected.parquet');
  const flags = source.compiled.checks.map(
    (check, index) => `(${check.sql}) AS ${identifier(`@check ${index}`)}`,
  );
  const { columns: fields } = source.segment;
  const columns = [
    '*',
    `(${isWhole(source.segment)}) AS "@whole"`,
    `${fields.length} AS "@expected"`,
    ...flags,
  ];
  await session.run(
    `COPY (SELECT ${columns.join(', ')} FROM ${REJECTED} ORDER BY ${LINE} LIMIT ${STORED_FAULTS}) TO ${duckdbText(file)} (FORMAT parquet)`,
  );
  return file;
}

/**
 * The valid records as canonical rows in the dataset's order.
 *
 * Codes and numbers are made before the sort, because they are narrower than their texts; constants, the event id and
 * other texts after it, because they would only be carried through.
 */
function sortedRecords({ feed, compiled, segment }: Work, records: string): string {
  const { columns, key_text, trade_date } = compiled;
  const sorted = (name: string): string => identifier(`#${name}`);
  const made = columns.map((column) => ({
    ...column,
    after: column.narrow ? sorted(column.name) : column.sql,
  }));
  const order = feed.dataset.sort.map((name) =>
    name === 'event_id' ? key_text : (made.find((column) => column.name === name)?.after ?? identifier(name)),
  );
  const fields = [
    LINE,
    OFFSET,
    identifier('@event_ts_ns'),
    ...feed.fields.map(({ name }) => identifier(name)),
  ];
  const late = [...made.filter(({ narrow }) => !narrow).map(({ sql }) => sql), key_text, trade_date ?? ''];
  const carried = fields.filter((field) => late.some((sql) => sql.includes(field)));
  const early = made.filter(({ narrow }) => narrow).map(({ name, sql }) => `${sql} AS ${sorted(name)}`);
  const rows = [
    ...made.map(({ name, after }) => `${after} AS ${identifier(name)}`),
    ...(feed.dataset.key === 'event_id' ? [] : [`${key_text} AS ${PART_KEY}`]),
    ...(trade_date === null ? [] : [`${trade_date} AS ${PART_DATE}`]),
  ];
  const valid = allHold([
    isWhole(segment),
    ...compiled.schema,
    ...compiled.checks.map((check) => `NOT (${check.sql})`),
  ]);
  return `SELECT ${rows.join(', ')} FROM (SELECT ${[...carried, ...early].join(', ')} FROM (${records}) AS r WHERE ${valid} ORDER BY ${order.join(', ')}) AS s`;
}

/** SQL that is true of the records of a segment that have all their fields. */
function isWhole(segment: Segment): string {
  return segment.kind === 'lines' ? `${FIELD_COUNT} = ${segment.columns.length}` : 'true';
}

/** File of the n-th segment's part in a work folder. */
export function partPath(work: string, index: number): string {
  return path.join(work, `part-${String(index).padStart(6, '0')}.parquet`);
}
