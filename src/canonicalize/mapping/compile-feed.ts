import { invariant } from '../../domain/invariant.js';
import { duckdbEnum, duckdbText, identifier } from '../../engine/sql-literal.js';
import type { Feed } from '../feed.js';
import { recordFault } from '../framing/record-fault.js';
import { compileRecordSchema } from '../validation/compile-record-schema.js';
import { columnRule } from './column-rule.js';
import { type CompiledColumn, compileColumn, type MappingCheck } from './compile-column.js';
import { compileEventTime } from './compile-event-time.js';

/** Columns of the framed file that say where a record begins. */
export const LINE = identifier('@line');
export const OFFSET = identifier('@offset');

/** A feed's rules as SQL over the framed records of one delivery. */
export type CompiledFeed = {
  /** Query of all framed records: `@line`, `@offset`, every field as text, and the event's time where there is one. */
  records: string;
  /** Columns of that query. */
  fields: readonly string[];
  /** Predicates of the record schema; each is true or false. */
  schema: readonly string[];
  /** Faults that the mapping looks for. */
  checks: readonly MappingCheck[];
  /** Canonical columns in the order of the dataset. */
  columns: readonly { name: string; sql: string }[];
  /** Fields of the business key. */
  key: readonly string[];
  /** SQL by which the records of one trade date are in the order of their event ids; null where the dataset has none. */
  id_order: string | null;
  /** SQL of each record's trade date as DATE; null where all belong to the delivery's. */
  trade_date: string | null;
};

/** The framed file that the records come from. */
export type FramedSource = { path: string; delimiter: string; quoted: boolean; columns: readonly string[] };

/** Compiles a feed for one delivery; values of the delivery's records never become SQL text. */
export function compileFeed(
  feed: Feed,
  delivery: { trade_date: string; source_sha256: string },
  framed: FramedSource,
): CompiledFeed {
  const { spec, dataset } = feed;
  const timeEntry = spec.map['event_ts_ns'];
  const time =
    timeEntry === undefined
      ? null
      : compileEventTime(columnRule(timeEntry), {
          trade_date: delivery.trade_date,
          market_zone: spec.arrives.zone,
          by_event: spec.trade_date === 'event',
        });
  const read = readFramedSql(framed, feed);
  const mapped = Object.entries(spec.map).flatMap(([name, entry]): CompiledColumn[] => {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    invariant(column !== undefined, `column ${name} was checked`);
    return name === 'event_ts_ns' ? [] : [compileColumn(column, columnRule(entry), feed.record)];
  });
  const compiled = [
    ...(time?.columns ?? []),
    ...mapped,
    ...derivedColumns(feed, delivery, time?.trade_date ?? null),
  ];
  return {
    records: time === null ? read : time.layer(read),
    fields: [
      '@line',
      '@offset',
      ...(time === null ? [] : ['@event_ts_ns']),
      ...feed.fields.map(({ name }) => name),
    ],
    schema: compileRecordSchema(feed.record).predicates,
    checks: [...keyChecks(feed), ...compiled.flatMap((column) => column.checks)],
    columns: dataset.columns.map(({ name, type }) => ({
      name,
      sql: compiled.find((column) => column.name === name)?.sql ?? `CAST(NULL AS ${type})`,
    })),
    key: spec.key,
    id_order: dataset.key === 'event_id' ? keyText(feed) : null,
    trade_date: time?.trade_date ?? null,
  };
}

function readFramedSql(framed: FramedSource, feed: Feed): string {
  const columns = [LINE, OFFSET, ...framed.columns.map(identifier)];
  const types = columns.map((column, index) => `${column}: '${index < 2 ? 'BIGINT' : 'VARCHAR'}'`).join(', ');
  const known = feed.fields.map((field) => field.name);
  // A header need not name every field; one that it lacks has no value.
  const absent = known
    .filter((field) => !framed.columns.includes(field))
    .map((field) => `, CAST(NULL AS VARCHAR) AS ${identifier(field)}`);
  const quote = framed.quoted ? `'"'` : "''";
  const selected = [LINE, OFFSET, ...framed.columns.filter((name) => known.includes(name)).map(identifier)];
  return `SELECT ${selected.join(', ')}${absent.join('')} FROM read_csv(${duckdbText(framed.path)}, delim = ${duckdbText(framed.delimiter)}, header = false, auto_detect = false, quote = ${quote}, escape = ${quote}, nullstr = '', allow_quoted_nulls = false, strict_mode = true, new_line = '\\n', max_line_size = 1000000, columns = {${types}})`;
}

function keyChecks(feed: Feed): MappingCheck[] {
  const optional = feed.spec.key.filter((field) => !feed.record.required.includes(field));
  return optional.map((field) => ({
    sql: `${identifier(field)} IS NULL`,
    explain: (_fields, at) => recordFault(at, 'key-missing', { field }),
  }));
}

function derivedColumns(
  feed: Feed,
  delivery: { trade_date: string; source_sha256: string },
  tradeDate: string | null,
): CompiledColumn[] {
  const date = tradeDate === null ? duckdbText(delivery.trade_date) : `CAST(${tradeDate} AS VARCHAR)`;
  return [
    { name: 'event_id', sql: `${duckdbText(`${feed.spec.feed}:`)} || ${date} || ':' || ${keyText(feed)}` },
    { name: 'source_sha256', sql: duckdbEnum(delivery.source_sha256, [delivery.source_sha256]) },
    { name: 'source_line', sql: LINE },
    { name: 'source_byte_offset', sql: OFFSET },
  ].map((column) => ({ ...column, checks: [] }));
}

/** The parts of the key joined by colons; a colon inside a part is escaped, so that different keys never give one text. */
function keyText(feed: Feed): string {
  return feed.spec.key
    .map(identifier)
    .map(
      (field) =>
        `CASE WHEN contains(${field}, ':') OR contains(${field}, '%') THEN replace(replace(${field}, '%', '%25'), ':', '%3A') ELSE ${field} END`,
    )
    .join(" || ':' || ");
}
