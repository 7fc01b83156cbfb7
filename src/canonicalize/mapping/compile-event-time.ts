import { invariant } from '../../domain/invariant.js';
import { identifier } from '../../engine/sql-literal.js';
import { recordFault } from '../framing/record-fault.js';
import type { ColumnRule } from './column-rule.js';
import { type CompiledColumn, type MappingCheck, received, sourceSql, valueCheck } from './compile-column.js';
import { parseTimestampForm } from './timestamp-form.js';
import { inRangeSql, localSql, wallClockSql, zoneSql } from './timestamp-sql.js';
import { dayBounds } from './zone-offsets.js';

const WALL = identifier('@wall_ns');
const UTC = identifier('@event_ts_ns');

/** How the time of an event comes about: two layers under the record, two columns, the checks, and the trade date. */
export type CompiledEventTime = {
  /** Wraps the records so that each carries its time once, however often it is used. */
  layer: (records: string) => string;
  columns: readonly CompiledColumn[];
  /** SQL of the record's own trade date; null where every record belongs to the delivery's. */
  trade_date: string | null;
};

/** Dates between which zone changes are known where each event has a trade date of its own. */
const ANY_DATE = { from: '1990-01-01', to: '2060-01-01' };

/**
 * Compiles the time of the events of one trade date. Nanoseconds are kept; nothing is rounded.
 *
 * Codes: value-not-timestamp, timestamp-ambiguous, timestamp-skipped, event-date-differs, column-missing.
 */
export function compileEventTime(
  rule: ColumnRule,
  options: { trade_date: string; market_zone: string; by_event: boolean },
): CompiledEventTime {
  const { market_zone, trade_date } = options;
  const zone = rule.zone;
  invariant(zone !== null, 'a timestamp has a zone');
  const source = sourceSql(rule);
  const forms = rule.timestamps.map(parseTimestampForm).filter((form) => form !== null);
  const wall = forms.length === 0 ? 'CAST(NULL AS BIGINT)' : wallClockSql(source, forms);
  const dates = options.by_event ? ANY_DATE : { from: trade_date, to: trade_date };
  const converted = zoneSql(WALL, zone, dates);
  const epoch = `CASE WHEN regexp_matches(${source}, '^[0-9]{1,19}$') AND ${inRangeSql(`TRY_CAST(${source} AS BIGINT)`)} THEN TRY_CAST(${source} AS BIGINT) END`;
  const utc = rule.timestamps.includes('epoch-ns') ? `coalesce(${converted.utc}, ${epoch})` : converted.utc;
  const checks: MappingCheck[] = [
    {
      sql: `${source} IS NULL`,
      explain: (_fields, at) =>
        recordFault(at, 'column-missing', { column: 'event_ts_ns', sources: rule.sources }),
    },
    valueCheck(rule, 'value-not-timestamp', {
      source,
      wrong: `${UTC} IS NULL`,
      data: { forms: rule.timestamps },
    }),
    ...clockChangeChecks(rule, zone, converted),
    ...(options.by_event ? [] : [dateCheck(rule, trade_date, market_zone)]),
  ];
  return {
    layer: (records) =>
      `SELECT *, ${utc} AS ${UTC} FROM (SELECT *, ${wall} AS ${WALL} FROM (${records}) AS "@records") AS "@timed"`,
    columns: [
      { name: 'event_ts_ns', sql: UTC, checks },
      { name: 'event_ts', sql: `make_timestamp(${UTC} // 1000)`, checks: [] },
    ],
    trade_date: options.by_event
      ? `CAST(make_timestamp(${localSql(UTC, market_zone, dates)} // 1000) AS DATE)`
      : null,
  };
}

function clockChangeChecks(
  rule: ColumnRule,
  zone: string,
  converted: { ambiguous: string | null; skipped: string | null },
): MappingCheck[] {
  return (['ambiguous', 'skipped'] as const).flatMap((kind) => {
    const window = converted[kind];
    if (window === null) return [];
    const sql = `coalesce(${window}, false)`;
    return [
      {
        sql,
        explain: (fields, at) =>
          recordFault(at, kind === 'ambiguous' ? 'timestamp-ambiguous' : 'timestamp-skipped', {
            ...received(rule, fields),
            zone,
          }),
      },
    ];
  });
}

function dateCheck(rule: ColumnRule, trade_date: string, zone: string): MappingCheck {
  const { from_ns, to_ns } = dayBounds(trade_date, zone);
  return {
    sql: `coalesce(${UTC} < ${from_ns} OR ${UTC} >= ${to_ns}, false)`,
    explain: (fields, at) =>
      recordFault(at, 'event-date-differs', { ...received(rule, fields), trade_date, zone }),
  };
}
