import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { addDays, weekdayOf } from '../../../src/domain/calendar-date.js';
import { zonedInstant } from '../../../src/domain/zoned-time.js';
import type { MarketDay } from '../../../src/lake/calendar/market-day.js';
import type { ViewColumns } from '../../../src/lake/canonical-dataset.js';

export const caseTradeDate = '2026-11-20';

/** That trade date with its regular session. */
export const caseDay: MarketDay = {
  trade_date: caseTradeDate,
  session: {
    open_ns: zonedInstant(caseTradeDate, '09:30', 'America/New_York'),
    close_ns: zonedInstant(caseTradeDate, '16:00', 'America/New_York'),
  },
  closed: null,
};

/** One row of a dataset as the case gives it; columns that it leaves out are filled by `datasetInserts`. */
export type CaseRow = Readonly<Record<string, string | number | boolean | null>>;

export type ExpectedAlert = {
  subject: Record<string, string>;
  measures?: Record<string, string | null>;
  evidence: Record<string, string[]>;
};

/** A folder `patterns/<id>/cases/<case>`: datasets (and `<dataset>_history`) as .jsonl, optional settings.yaml, expected.yaml. */
export type PatternCase = {
  readonly pattern_id: string;
  readonly name: string;
  readonly datasets: ReadonlyMap<string, readonly CaseRow[]>;
  readonly settings: Readonly<Record<string, string>>;
  readonly expected: readonly ExpectedAlert[];
};

/** Every case of every pattern, sorted by pattern and name. A file that is none of the known ones is an error. */
export async function readPatternCases(patternsFolder: string): Promise<PatternCase[]> {
  const cases: PatternCase[] = [];
  for (const pattern of (await readdir(patternsFolder)).sort()) {
    const folder = path.join(patternsFolder, pattern, 'cases');
    if (!existsSync(folder)) continue;
    for (const name of (await readdir(folder)).sort())
      cases.push(await readCase(pattern, path.join(folder, name)));
  }
  return cases;
}

async function readCase(patternId: string, folder: string): Promise<PatternCase> {
  const datasets = new Map<string, CaseRow[]>();
  let settings: Record<string, string> = {};
  let expected: ExpectedAlert[] | undefined;
  for (const file of (await readdir(folder)).sort()) {
    const text = await readFile(path.join(folder, file), 'utf8');
    if (file === 'settings.yaml') settings = parse(text) as Record<string, string>;
    else if (file === 'expected.yaml') expected = parse(text) as ExpectedAlert[];
    else if (file.endsWith('.jsonl')) datasets.set(file.replace('.jsonl', ''), readRows(text));
    else throw new Error(`${folder}/${file} is no file of a case`);
  }
  if (expected === undefined) throw new Error(`${folder} has no expected.yaml`);
  return { pattern_id: patternId, name: path.basename(folder), datasets, settings, expected };
}

function readRows(text: string): CaseRow[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as CaseRow);
}

/**
 * SQL that creates and fills one canonical dataset, valid on DuckDB and Postgres.
 *
 * `at` ("10:00:00.000000001", New York) stands for event_ts_ns; rows of a `<dataset>_history` carry `sessions_ago`. Columns left out get: trade_id, exec_id and source
 * columns a filler, every other column null.
 */
export function datasetSql(
  dataset: string,
  columns: ReadonlyMap<string, string>,
  rows: readonly CaseRow[],
): string {
  const definitions = [...columns].map(([name, type]) => `${name} ${type}`).join(', ');
  const create = `CREATE TABLE ${dataset} (${definitions});`;
  if (rows.length === 0) return create;
  const values = rows.map((row) => rowSql(dataset, columns, row)).join(',\n');
  return `${create}\nINSERT INTO ${dataset} VALUES\n${values};`;
}

/** The SQL of all datasets that a case gives, in any engine. */
export function caseSql(patternCase: Pick<PatternCase, 'datasets'>, canonical: ViewColumns): string {
  return [...patternCase.datasets]
    .map(([dataset, rows]) => {
      const columns = canonical.get(dataset);
      if (columns === undefined) throw new Error(`${dataset} is no canonical dataset`);
      return datasetSql(dataset, columns, rows);
    })
    .join('\n');
}

function rowSql(dataset: string, columns: ReadonlyMap<string, string>, row: CaseRow): string {
  for (const column of Object.keys(row)) {
    if (column !== 'at' && !columns.has(column)) throw new Error(`${dataset} has no column ${column}`);
  }
  const trade_date = dateOf(row);
  const filled: CaseRow = {
    ...fillers,
    trade_date,
    ...row,
    ...(typeof row['at'] === 'string' ? { event_ts_ns: instant(row['at'], trade_date) } : {}),
  };
  const values = [...columns.keys()].map((column) => {
    const value = filled[column] ?? null;
    return value === null ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`;
  });
  return `(${values.join(', ')})`;
}

const fillers: CaseRow = {
  feed: 'case',
  source_sha256: '0',
  source_line: 1,
  source_byte_offset: 0,
};

/** The trade date of a row: that of the case, or of so many sessions before it; no holiday is among the thirty before. */
export function dateOf({ sessions_ago }: CaseRow): string {
  let date = caseTradeDate;
  for (let left = Number(sessions_ago ?? 0); left > 0; ) {
    date = addDays(date, -1);
    if (!['saturday', 'sunday'].includes(weekdayOf(date))) left -= 1;
  }
  return date;
}

function instant(at: string, date: string): string {
  const [seconds = '', fraction = ''] = at.split('.');
  return (zonedInstant(date, seconds, 'America/New_York') + BigInt(fraction.padEnd(9, '0'))).toString();
}
