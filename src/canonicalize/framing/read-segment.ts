import { duckdbText, identifier } from '../../engine/sql-literal.js';
import type { Route } from '../feed.js';
import type { Segment } from './segment.js';

/** Columns of a record that say where it begins. */
export const LINE = identifier('@line');
export const OFFSET = identifier('@offset');
/** How many fields a line has that the database splits; null on framed records, whose decoder has counted. */
export const FIELD_COUNT = identifier('@field_count');
/** Such a line's text. */
export const LINE_TEXT = identifier('@text');

/** Framed, a record takes up to thrice its length. */
const MAX_LINE_SIZE = 1_000_000;

/** How records are read: fields that stay as they stand, and Parquet files whose records are left out. */
export type Reading = { as_it_stands?: ReadonlySet<string>; except?: readonly string[] };

/**
 * SQL of a segment's records: `@line`, `@offset`, `@field_count`, `@text` and every field of the feed as text.
 *
 * A field without text is null; one of those `as_it_stands` may be the empty text instead. Records with a row in the
 * files of `except` are left out, before lines are split.
 */
export function readSegmentSql(segment: Segment, feed: Route, reading: Reading = {}): string {
  if (segment.kind === 'lines') return splitLinesSql(segment, feed, reading);
  const records = segment.kind === 'parquet' ? readRowsSql(segment, feed) : readFramedSql(segment, feed);
  return without(records, reading);
}

function without(records: string, { except = [] }: Reading): string {
  if (except.length === 0) return records;
  const files = except.map(duckdbText).join(', ');
  return `SELECT a.* FROM (${records}) AS a ANTI JOIN read_parquet([${files}]) AS p ON a.${OFFSET} = p.source_byte_offset`;
}

function readFramedSql(framed: Segment, feed: Route): string {
  const columns = [LINE, OFFSET, ...framed.columns.map(identifier)];
  const types = columns.map((column, index) => `${column}: '${index < 2 ? 'BIGINT' : 'VARCHAR'}'`).join(', ');
  const known = feed.fields.map((field) => field.name);
  const quote = framed.quoted ? `'"'` : "''";
  const selected = [
    LINE,
    OFFSET,
    `CAST(NULL AS BIGINT) AS ${FIELD_COUNT}`,
    `CAST(NULL AS VARCHAR) AS ${LINE_TEXT}`,
    ...framed.columns.filter((name) => known.includes(name)).map(identifier),
    ...absentFields(framed, feed),
  ];
  return `SELECT ${selected.join(', ')} FROM read_csv(${duckdbText(framed.path)}, delim = ${duckdbText(framed.delimiter)}, header = false, auto_detect = false, quote = ${quote}, escape = ${quote}, nullstr = '', allow_quoted_nulls = false, strict_mode = true, new_line = '\\n', max_line_size = ${MAX_LINE_SIZE}, columns = {${types}})`;
}

/**
 * Plain lines, each read as one text by a delimiter that none of them holds, counted in one pass, and split.
 *
 * In its strict mode the database loses every line of a file whose lines end with CR LF and that has no quotes.
 */
function splitLinesSql(lines: Segment, feed: Route, reading: Reading): string {
  const { path, delimiter, line_end, first_line, first_offset } = lines;
  const read = `read_csv(${duckdbText(path)}, delim = '\x1f', header = false, auto_detect = false, quote = '', escape = '', nullstr = '', comment = '', strict_mode = false, new_line = '${line_end === '\n' ? '\\n' : '\\r\\n'}', max_line_size = ${MAX_LINE_SIZE}, columns = {${LINE_TEXT}: 'VARCHAR'})`;
  const length = `strlen(${LINE_TEXT}) + ${line_end.length}`;
  const before = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
  const counted = `SELECT ${LINE_TEXT}, row_number() OVER () + ${first_line - 1} AS ${LINE}, CAST(sum(${length}) OVER (${before}) AS BIGINT) - (${length}) + ${first_offset} AS ${OFFSET} FROM ${read}`;
  const split = `SELECT ${LINE_TEXT}, ${LINE}, ${OFFSET}, string_split(${LINE_TEXT}, ${duckdbText(delimiter)}) AS "@parts" FROM (${without(counted, reading)}) AS "@counted"`;
  const known = feed.fields.map((field) => field.name);
  const fields = lines.columns.flatMap((name, index) => {
    const part = `"@parts"[${index + 1}]`;
    if (!known.includes(name)) return [];
    return [`${reading.as_it_stands?.has(name) ? part : `nullif(${part}, '')`} AS ${identifier(name)}`];
  });
  const selected = [
    LINE,
    OFFSET,
    `len("@parts") AS ${FIELD_COUNT}`,
    LINE_TEXT,
    ...fields,
    ...absentFields(lines, feed),
  ];
  return `SELECT ${selected.join(', ')} FROM (${split}) AS "@split"`;
}

/** Rows of a Parquet file, every value as its exact text: an instant as nanoseconds since 1970, a date as yyyy-MM-dd. */
function readRowsSql(rows: Segment, feed: Route): string {
  const fields = feed.fields.map(({ name, column = name, type = 'VARCHAR' }) => {
    const value = identifier(column);
    const exact = type.startsWith('TIMESTAMP') ? `epoch_ns(${value})` : value;
    return `nullif(CAST(${exact} AS VARCHAR), '') AS ${identifier(name)}`;
  });
  const selected = [
    `file_row_number + 1 AS ${LINE}`,
    `file_row_number AS ${OFFSET}`,
    `CAST(NULL AS BIGINT) AS ${FIELD_COUNT}`,
    `CAST(NULL AS VARCHAR) AS ${LINE_TEXT}`,
    ...fields,
  ];
  const last = rows.first_offset + rows.records - 1;
  return `SELECT ${selected.join(', ')} FROM read_parquet(${duckdbText(rows.path)}, file_row_number = true) AS p WHERE file_row_number BETWEEN ${rows.first_offset} AND ${last}`;
}

/** A header need not name every field; one that it lacks has no value. */
function absentFields(segment: Segment, feed: Route): string[] {
  return feed.fields
    .filter(({ name }) => !segment.columns.includes(name))
    .map(({ name }) => `CAST(NULL AS VARCHAR) AS ${identifier(name)}`);
}
