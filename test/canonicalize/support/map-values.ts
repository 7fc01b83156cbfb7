import path from 'node:path';
import { formatFault, type RecordFault } from '../../../src/canonicalize/diagnostics.js';
import { columnRule, type MapEntry } from '../../../src/canonicalize/mapping/column-rule.js';
import { compileColumn } from '../../../src/canonicalize/mapping/compile-column.js';
import { compileLookups } from '../../../src/canonicalize/mapping/compile-lookup.js';
import {
  compileDate,
  compileEventTime,
  compileInstant,
  type MappingNotice,
} from '../../../src/canonicalize/mapping/compile-time.js';
import type { MappingCheck } from '../../../src/canonicalize/mapping/mapping-check.js';
import type { RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import type { FeedSpec } from '../../../src/domain/generated/feed-spec.js';
import { DuckDbSession, type Row } from '../../../src/engine/duckdb-session.js';
import { duckdbText, identifier } from '../../../src/engine/sql-literal.js';
import type { CanonicalColumn } from '../../../src/lake/canonical-dataset.js';
import { temporaryFolder } from './lake.js';

type Texts = Readonly<Record<string, string | null>>;

/** A canonical column of a type; optional and free unless told otherwise. */
export function columnOf(
  type: CanonicalColumn['type'],
  change: Partial<CanonicalColumn> = {},
): CanonicalColumn {
  return { name: 'c', type, required: false, enum: null, personal: false, description: '', ...change };
}

export const price = columnOf('DECIMAL(18,8)', { name: 'price' });

/** A record schema of optional text fields. */
export function textRecord(fields: readonly string[]): RecordSchema {
  const properties = Object.fromEntries(fields.map((name) => [name, { type: 'string' as const }]));
  return { $id: 'r', title: 'r', description: 'r', type: 'object', required: [], properties };
}

/** What becomes of one record: the column's value where nothing is wrong, or every fault as `message [code]`. */
export type Mapped = string | null | string[];

type Map = {
  column?: CanonicalColumn;
  entry: MapEntry;
  format?: Pick<FeedSpec['format'], 'numbers'>;
  /** Rows of reference data by dataset, each as SQL of a query. */
  reference?: Readonly<Record<string, string>>;
};

/** Maps records, each of the same fields, to one column that is no time; values are text as JSON of DuckDB shows it. */
export async function mapValues(map: Map, records: readonly Texts[]): Promise<Mapped[]> {
  const column = map.column ?? price;
  const format = { type: 'delimited', compression: 'none', encoding: 'utf-8', ...map.format } as const;
  const rule = columnRule(map.entry, format);
  const lookups = compileLookups([{ column, rule }]);
  const compiled =
    column.type === 'DATE'
      ? compileDate(column, rule)
      : compileColumn(column, rule, textRecord(Object.keys(records[0] ?? {})));
  const tables = Object.entries(map.reference ?? {}).map(
    ([dataset, query]) => `CREATE TABLE ${identifier(`@reference ${dataset}`)} AS ${query}`,
  );
  return run({ layer: lookups.layer, ...compiled, tables }, records);
}

/** Maps one text field `t`, as `mapValues` does. */
export async function mapTexts(map: Map, texts: readonly (string | null)[]): Promise<Mapped[]> {
  return mapValues(
    map,
    texts.map((t) => ({ t })),
  );
}

const market = { market_zone: 'America/New_York' };

/** Maps records to the nanoseconds of an event on a trade date, or of any date without one. */
export async function mapEventTimes(
  entry: MapEntry,
  records: readonly Texts[],
  trade_date?: string,
): Promise<Mapped[]> {
  const options = { ...market, trade_date: trade_date ?? '2026-11-20', by_event: trade_date === undefined };
  const time = compileEventTime(columnRule(entry), options);
  return run({ layer: time.layer, ...time.column, tables: [] }, records);
}

/** Maps records to nanoseconds of another instant than the event's. */
export async function mapInstants(entry: MapEntry, records: readonly Texts[]): Promise<Mapped[]> {
  const column = columnOf('BIGINT', { name: 'sent_ts_ns' });
  const time = compileInstant(column, columnRule(entry), { trade_date: '2026-11-20' });
  return run({ layer: time.layer, ...time.column, tables: [] }, records);
}

/** Notices of an event's time, each with the records of which it is true. */
export async function noticesOf(
  entry: MapEntry,
  records: readonly Texts[],
  trade_date: string,
): Promise<{ code: string; data: MappingNotice['data']; records: number[] }[]> {
  const time = compileEventTime(columnRule(entry), { ...market, trade_date, by_event: false });
  const flags = time.notices.map(({ sql }, index) => `${sql} AS ${identifier(`n${index}`)}`);
  if (flags.length === 0) return [];
  const rows = await query(
    `SELECT ${flags.join(', ')} FROM (${time.layer(values(records))}) AS r ORDER BY "@n"`,
  );
  return time.notices.map(({ code, data }, index) => ({
    code,
    data,
    records: rows.flatMap((row, at) => (row[`n${index}`] === true ? [at] : [])),
  }));
}

type Compiled = {
  layer: (records: string) => string;
  sql: string;
  checks: readonly MappingCheck[];
  tables: readonly string[];
};

async function run(compiled: Compiled, records: readonly Texts[]): Promise<Mapped[]> {
  const checks = compiled.checks.map(({ sql }, index) => `, (${sql}) AS ${identifier(`@check ${index}`)}`);
  const valid = compiled.checks.map(({ sql }) => ` AND NOT (${sql})`).join('');
  const rows = await query(
    `SELECT CASE WHEN true${valid} THEN ${compiled.sql} END AS "@value"${checks.join('')} FROM (${compiled.layer(values(records))}) AS r ORDER BY "@n"`,
    compiled.tables,
  );
  return rows.map((row, at) => {
    const faults = compiled.checks.flatMap((check, index): RecordFault[] => {
      const found = row[`@check ${index}`];
      if (typeof found !== 'boolean') throw new Error(`check ${index} is ${String(found)} of record ${at}`);
      return found ? [check.explain(records[at] ?? {}, { file: 'f', line: 1, byte_offset: 0 })] : [];
    });
    if (faults.length > 0) return faults.map((fault) => formatFault(fault).replace(/^f:1: /, ''));
    const value = row['@value'];
    return value === null || value === undefined ? null : String(value);
  });
}

function values(records: readonly Texts[]): string {
  const names = Object.keys(records[0] ?? {});
  const rows = records.map((record, index) => {
    const cells = names.map((name) => {
      const text = record[name];
      return text == null ? 'CAST(NULL AS VARCHAR)' : duckdbText(text);
    });
    return `(${[index, ...cells].join(', ')})`;
  });
  return `SELECT * FROM (VALUES ${rows.join(', ')}) AS v(${['@n', ...names].map(identifier).join(', ')})`;
}

async function query(sql: string, tables: readonly string[] = []): Promise<Row[]> {
  const folder = await temporaryFolder();
  const session = await DuckDbSession.open({ folders: [], spill: path.join(folder, 'spill'), threads: 1 });
  try {
    for (const table of tables) await session.run(table);
    return await session.rows(sql);
  } finally {
    session.close();
  }
}
