import { invariant } from '../../domain/invariant.js';
import { duckdbEnum, duckdbText, identifier } from '../../engine/sql-literal.js';
import type { StorageType } from '../../lake/canonical-dataset.js';
import type { Route } from '../feed.js';
import { LINE, OFFSET, readSegmentSql } from '../framing/read-segment.js';
import { recordFault } from '../framing/record-fault.js';
import type { Segment } from '../framing/segment.js';
import { compileRecordSchema } from '../validation/compile-record-schema.js';
import type { FieldSchema } from '../validation/record-schema.js';
import { refusesEmpty } from '../validation/refuses-empty.js';
import { columnRule } from './column-rule.js';
import { type CompiledColumn, compileColumn } from './compile-column.js';
import { type CompiledCorrections, compileCorrections } from './compile-corrections.js';
import { compileLookups, type NeededDataset } from './compile-lookup.js';
import {
  compileDate,
  compileEventTime,
  compileInstant,
  isInstantColumn,
  type MappingNotice,
} from './compile-time.js';
import { digitsOf } from './implied-by-schema.js';
import { escapedPart } from './key-text.js';
import type { MappingCheck } from './mapping-check.js';
import { type Tokens, tokensOf } from './tokens.js';

/** A canonical column as SQL over the fields of a record. */
export type MadeColumn = {
  name: string;
  sql: string;
  /** Whether its value takes less room than the text it is made of, so that it is better made before a sort. */
  narrow: boolean;
  /** One of the `schema` predicates that is true exactly where the column is not null; null for most columns. */
  proves: string | null;
};

/** The rules of one route of a feed as SQL over the records of one delivery. */
export type CompiledFeed = {
  feed: Route;
  /** Which records it takes; null where it takes all. */
  when: { field: string; values: readonly string[] } | null;
  /** What its records do to others; null where the feed declares no corrections. */
  corrections: CompiledCorrections | null;
  /**
   * Query of a segment's records: `@line`, `@offset`, `@field_count`, `@text`, every field as text, and the columns
   * `added`; without the records that have a row in the files of `except`.
   */
  records: (segment: Segment, except?: readonly string[]) => string;
  /** The same, but for empty text in fields where the schema refuses it: for a query that keeps valid records only. */
  candidates: (segment: Segment) => string;
  /** Predicates of the record schema; each is true or false. */
  schema: readonly string[];
  /** Faults that the mapping looks for. */
  checks: readonly MappingCheck[];
  /** What is counted of the accepted records and reported with the delivery. */
  notices: readonly MappingNotice[];
  /** Reference data that `records` joins; each relation must stand before a query runs. */
  lookups: readonly NeededDataset[];
  /** Columns of `records` beside the fields: instants and values looked up. */
  added: readonly string[];
  /** Canonical columns in the order of the dataset. */
  columns: readonly MadeColumn[];
  /** Text of the business key, by which the records of one trade date are in the order of their event ids. */
  key_text: string;
  /** SQL of each record's trade date as DATE; null where all belong to the delivery's. */
  trade_date: string | null;
};

/** The delivery that rules are compiled for; `key_id` names the key of tokens, null where nothing is tokenised. */
export type CompiledFor = { trade_date: string; source_sha256: string; key_id?: string | null };

/** Compiles a route of a feed for one delivery; values of the delivery's records never become SQL text. */
export function compileFeed(feed: Route, delivery: CompiledFor): CompiledFeed {
  const { spec, dataset } = feed;
  const tokens = tokensOf(feed, delivery.key_id ?? null);
  const rules = Object.entries(spec.map).map(([name, entry]) => {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    invariant(column !== undefined, `column ${name} was checked`);
    return { column, rule: columnRule(entry, spec.format) };
  });
  const { trade_date } = delivery;
  const timed = rules.find(({ column }) => column.name === 'event_ts_ns');
  const by_event = spec.trade_date === 'event';
  const time =
    timed === undefined
      ? null
      : compileEventTime(timed.rule, { trade_date, market_zone: spec.arrives.zone, by_event });
  const others = rules
    .filter(
      ({ column, rule }) =>
        column.name !== 'event_ts_ns' && isInstantColumn(column) && rule.timestamps.length > 0,
    )
    .map(({ column, rule }) => compileInstant(column, rule, { trade_date }));
  const instants = [...(time === null ? [] : [time]), ...others];
  const lookups = compileLookups(rules);
  const mapped = rules
    .filter(({ column }) => instants.every((instant) => instant.column.name !== column.name))
    .map(({ column, rule }) =>
      column.type === 'DATE'
        ? compileDate(column, rule)
        : tokens.column(compileColumn(column, rule, feed.record), rule),
    );
  const corrections = compileCorrections(feed);
  const compiled: CompiledColumn[] = [
    ...(time === null ? [] : [time.column, time.shown]),
    ...others.map(({ column }) => column),
    ...mapped,
    ...derivedColumns(feed, { ...delivery, key: keyParts(feed, tokens) }, time?.trade_date ?? null),
  ];
  const schema = compileRecordSchema(feed.record).predicates;
  const layered = (records: string): string =>
    instants.reduce((inner, { layer }) => layer(inner), lookups.layer(records));
  const filled = new Set(feed.record.required.filter((field) => refusesEmpty(feed.record, field)));
  return {
    feed,
    when: spec.when ?? null,
    corrections: corrections?.compiled ?? null,
    records: (segment, except = []) => layered(readSegmentSql(segment, feed, { except })),
    candidates: (segment) => layered(readSegmentSql(segment, feed, { as_it_stands: filled })),
    schema,
    checks: [
      ...keyChecks(feed),
      ...(corrections?.checks ?? []),
      ...compiled.flatMap((column) => column.checks),
    ],
    notices: instants.flatMap(({ notices }) => notices),
    lookups: lookups.datasets,
    added: [...instants.map(({ field }) => field), ...lookups.fields],
    columns: madeColumns(dataset, compiled, schema),
    key_text: keyText(feed, tokens),
    trade_date: time?.trade_date ?? null,
  };
}

/** Canonical columns in the order of the dataset; those that nothing is mapped to have no value. */
function madeColumns(
  dataset: Route['dataset'],
  compiled: readonly CompiledColumn[],
  schema: readonly string[],
): MadeColumn[] {
  return dataset.columns.map(({ name, type }) => {
    const made = compiled.find((column) => column.name === name);
    const sql = made?.sql ?? nothing(type);
    const narrow = made !== undefined && isNarrow(sql, type);
    const proves = made?.proves ?? null;
    return {
      name,
      sql,
      narrow,
      proves: narrow && proves !== null && schema.includes(proves) ? proves : null,
    };
  });
}

/** No value on any record. As one of no texts it is written without a look at each row's. */
function nothing(type: StorageType): string {
  return `CAST(NULL AS ${type === 'VARCHAR' ? "ENUM('')" : type})`;
}

/** Codes and numbers are narrower than their texts; what is one text still, or a field's own, is not. */
function isNarrow(sql: string, type: StorageType): boolean {
  if (type === 'TIMESTAMP' || !sql.includes('"') || /^"[^"]*"$/.test(sql)) return false;
  return type !== 'VARCHAR' || sql.startsWith('CASE ');
}

function keyChecks(feed: Route): MappingCheck[] {
  const optional = feed.spec.key.filter((field) => !feed.record.required.includes(field));
  return optional.map((field) => ({
    sql: `${identifier(field)} IS NULL`,
    explain: (_fields, at) => recordFault(at, 'key-missing', { field }),
  }));
}

function derivedColumns(
  feed: Route,
  delivery: CompiledFor & { key: string },
  tradeDate: string | null,
): CompiledColumn[] {
  const prefix =
    tradeDate === null
      ? duckdbText(`${feed.spec.feed}:${delivery.trade_date}:`)
      : `${duckdbText(`${feed.spec.feed}:`)}, CAST(${tradeDate} AS VARCHAR), ':'`;
  return [
    { name: 'event_id', sql: `concat(${prefix}, ${delivery.key})` },
    { name: 'source_sha256', sql: duckdbEnum(delivery.source_sha256, [delivery.source_sha256]) },
    { name: 'source_line', sql: LINE },
    { name: 'source_byte_offset', sql: OFFSET },
  ].map((column) => ({ ...column, checks: [] }));
}

/** The parts of the key joined by colons; every valid record has all of them. */
function keyText(feed: Route, tokens: Tokens): string {
  return feed.spec.key.length === 1 ? keyParts(feed, tokens) : `concat(${keyParts(feed, tokens)})`;
}

function keyParts({ spec, record }: Route, tokens: Tokens): string {
  return spec.key
    .map((name) => {
      const field = identifier(name);
      if (tokens.fields.has(name)) return tokens.key(field);
      if (isDigits(record.properties[name])) return field;
      return escapedPart(field);
    })
    .join(", ':', ");
}

function isDigits(schema: FieldSchema | undefined): boolean {
  return schema?.type === 'string' && digitsOf(schema) !== null;
}
