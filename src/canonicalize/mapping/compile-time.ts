import { invariant } from '../../domain/invariant.js';
import { identifier } from '../../engine/sql-literal.js';
import type { CanonicalColumn } from '../../lake/canonical-dataset.js';
import { recordFault } from '../framing/record-fault.js';
import type { ColumnRule } from './column-rule.js';
import { type CompiledColumn, expressionChecks } from './compile-column.js';
import { type MappingCheck, missingCheck, valueCheck } from './mapping-check.js';
import { received, sourceSql } from './source-sql.js';
import { type CivilForm, parseTimestampForm, type TimestampForm } from './timestamp-form.js';
import { localSql, timestampSql, zoneSql } from './timestamp-sql.js';
import { dayBounds } from './zone-offsets.js';

/** Something of which a delivery's records are counted and reported, though they are accepted; `sql` is true or false. */
export type MappingNotice = {
  code: 'timestamp-overlap-chosen';
  sql: string;
  data: { column: string; zone: string; overlap: 'earlier' | 'later' };
};

/** How an instant comes about: two layers under the record, the column that they add, the checks. */
export type CompiledInstant = {
  /** Wraps the records so that each carries its time once, however often it is used. */
  layer: (records: string) => string;
  /** Name of the column in the layer. */
  field: string;
  column: CompiledColumn;
  notices: readonly MappingNotice[];
};

/** The time of events with what is derived from it. */
export type CompiledEventTime = CompiledInstant & {
  /** event_ts, cut to microseconds. */
  shown: CompiledColumn;
  /** SQL of the record's own trade date; null where every record belongs to the delivery's. */
  trade_date: string | null;
};

type InstantColumn = Pick<CanonicalColumn, 'name' | 'required'>;
type Dates = { from: string; to: string };

/** Dates between which zone changes are known where a time may be of any trade date. */
const ANY_DATE: Dates = { from: '1990-01-01', to: '2060-01-01' };

/**
 * Compiles the time of the events of one trade date. Nanoseconds are kept; nothing is rounded.
 *
 * Codes: those of an instant, and event-date-differs.
 */
export function compileEventTime(
  rule: ColumnRule,
  options: { trade_date: string; market_zone: string; by_event: boolean },
): CompiledEventTime {
  const { market_zone, trade_date, by_event } = options;
  const dates = by_event ? ANY_DATE : { from: trade_date, to: trade_date };
  const column = { name: 'event_ts_ns', required: true };
  const instant = compileInstant(column, rule, { trade_date, dates });
  const utc = instant.column.sql;
  const checks = by_event
    ? instant.column.checks
    : [...instant.column.checks, dateCheck(rule, { utc, trade_date, zone: market_zone })];
  return {
    ...instant,
    column: { ...instant.column, checks },
    shown: { name: 'event_ts', sql: `make_timestamp(${utc} // 1000)`, checks: [] },
    trade_date: by_event
      ? `CAST(make_timestamp(${localSql(utc, market_zone, dates)} // 1000) AS DATE)`
      : null,
  };
}

/**
 * Compiles an instant; `trade_date` is the date of a time of day, `dates` bound those of a wall clock (default: any).
 *
 * Codes: value-not-timestamp, timestamp-ambiguous, timestamp-skipped, field-missing, column-missing, expression-failed.
 * Notice: timestamp-overlap-chosen.
 */
export function compileInstant(
  column: InstantColumn,
  rule: ColumnRule,
  options: { trade_date: string; dates?: Dates },
): CompiledInstant {
  const { trade_date, dates = ANY_DATE } = options;
  const source = sourceSql(rule);
  const { wall, utc } = timestampSql(source, formsOf(rule), midnightSql(rule, trade_date));
  const field = `@${column.name}`;
  const [value, clock, instant] = [field, `@wall ${column.name}`, `@instant ${column.name}`].map(
    identifier,
  ) as [string, string, string];
  const zoned = wall === null ? null : inZone(rule, clock, dates);
  const parts = [zoned?.utc, utc === null ? undefined : instant].filter((part) => part !== undefined);
  const added = [wall === null ? '' : `, ${wall} AS ${clock}`, utc === null ? '' : `, ${utc} AS ${instant}`];
  const checks = [
    ...presenceChecks(column, rule, source),
    ...timeChecks(rule, { source, value, trade_date }),
    ...(zoned === null ? [] : clockChangeChecks(rule, zoned)),
  ];
  return {
    layer: (records) =>
      `SELECT *, ${parts.length === 1 ? parts[0] : `coalesce(${parts.join(', ')})`} AS ${value} FROM (SELECT *${added.join('')} FROM (${records}) AS "@records") AS "@timed"`,
    field,
    column: { name: column.name, sql: value, checks },
    notices: zoned === null ? [] : overlapNotices(rule, column.name, zoned),
  };
}

/** A DATE column, from forms that are dates. Codes: value-not-timestamp, column-missing, expression-failed. */
export function compileDate(column: CanonicalColumn, rule: ColumnRule): CompiledColumn {
  const source = sourceSql(rule);
  const { wall } = timestampSql(source, formsOf(rule), null);
  invariant(wall !== null, 'a date has a form');
  const wrong = `(${wall}) IS NULL`;
  return {
    name: column.name,
    sql: `CAST(make_timestamp((${wall}) // 1000) AS DATE)`,
    checks: [
      ...presenceChecks(column, rule, source),
      valueCheck(rule, 'value-not-timestamp', { source, wrong, data: { forms: rule.timestamps } }),
    ],
  };
}

/** Whether a column holds an instant in nanoseconds. */
export function isInstantColumn(column: CanonicalColumn): boolean {
  return column.type === 'BIGINT' && column.name.endsWith('_ns');
}

function formsOf(rule: ColumnRule): TimestampForm[] {
  return rule.timestamps.map(parseTimestampForm).filter((form) => form !== null);
}

/** Midnight of the date that times of day count from, in nanoseconds as if the clock showed UTC; null without one. */
function midnightSql(rule: ColumnRule, trade_date: string): string | null {
  if (rule.date === null) return null;
  if (rule.date === 'delivery') return `${BigInt(Date.parse(`${trade_date}T00:00:00Z`)) * 1_000_000n}`;
  return `(${timestampSql(identifier(rule.date.from), [dateForm(rule.date.form)], null).wall})`;
}

function dateForm(text: string): CivilForm {
  const form = parseTimestampForm(text);
  invariant(form?.kind === 'civil', `${text} was checked to be the form of a date`);
  return form;
}

function presenceChecks(column: InstantColumn, rule: ColumnRule, source: string): MappingCheck[] {
  const failed = expressionChecks(rule);
  if (!column.required || rule.constant !== null) return failed;
  const absent = [`${source} IS NULL`, ...failed.map((check) => `NOT ${check.sql}`)].join(' AND ');
  return [...failed, missingCheck(column.name, rule.sources, absent)];
}

/** That a text is a time: where its date stands in another field, that this is one is said of that field. */
function timeChecks(
  rule: ColumnRule,
  time: { source: string; value: string; trade_date: string },
): MappingCheck[] {
  const { source, value, trade_date } = time;
  const { date } = rule;
  const data = { forms: rule.timestamps };
  const wrong = `${value} IS NULL`;
  if (date === null || date === 'delivery')
    return [valueCheck(rule, 'value-not-timestamp', { source, wrong, data })];
  const midnight = midnightSql(rule, trade_date);
  const field = identifier(date.from);
  const at = `${source} IS NOT NULL AND ${wrong}`;
  return [
    valueCheck(rule, 'value-not-timestamp', { source, wrong: `${wrong} AND ${midnight} IS NOT NULL`, data }),
    {
      sql: `${at} AND ${field} IS NULL`,
      explain: (_fields, place) => recordFault(place, 'field-missing', { field: date.from }),
    },
    {
      sql: `${at} AND ${field} IS NOT NULL AND ${midnight} IS NULL`,
      explain: (fields, place) =>
        recordFault(place, 'value-not-timestamp', {
          field: date.from,
          value: fields[date.from] ?? '',
          forms: [date.form],
        }),
    },
  ];
}

type Zoned = { zone: string; utc: string; ambiguous: string | null; skipped: string | null };

function inZone(rule: ColumnRule, wall: string, dates: { from: string; to: string }): Zoned {
  const { zone, overlap } = rule;
  invariant(zone !== null, 'a wall clock has a zone');
  return { zone, ...zoneSql(wall, zone, { ...dates, overlap }) };
}

function clockChangeChecks(rule: ColumnRule, zoned: Zoned): MappingCheck[] {
  const ambiguous = rule.overlap === 'reject' ? zoned.ambiguous : null;
  const windows = [
    { code: 'timestamp-ambiguous', window: ambiguous },
    { code: 'timestamp-skipped', window: zoned.skipped },
  ] as const;
  return windows.flatMap(({ code, window }) =>
    window === null
      ? []
      : [
          {
            sql: `coalesce(${window}, false)`,
            explain: (fields, at) => recordFault(at, code, { ...received(rule, fields), zone: zoned.zone }),
          },
        ],
  );
}

function overlapNotices(rule: ColumnRule, column: string, zoned: Zoned): MappingNotice[] {
  const { overlap } = rule;
  if (overlap === 'reject' || zoned.ambiguous === null) return [];
  const data = { column, zone: zoned.zone, overlap };
  return [{ code: 'timestamp-overlap-chosen', sql: `coalesce(${zoned.ambiguous}, false)`, data }];
}

function dateCheck(
  rule: ColumnRule,
  { utc, trade_date, zone }: { utc: string; trade_date: string; zone: string },
): MappingCheck {
  const { from_ns, to_ns } = dayBounds(trade_date, zone);
  return {
    sql: `coalesce(${utc} < ${from_ns} OR ${utc} >= ${to_ns}, false)`,
    explain: (fields, at) =>
      recordFault(at, 'event-date-differs', { ...received(rule, fields), trade_date, zone }),
  };
}
