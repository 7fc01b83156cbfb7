import { invariant } from '../../domain/invariant.js';
import { duckdbText } from '../../engine/sql-literal.js';
import type { ViewColumns } from '../../lake/canonical-dataset.js';
import { type CaseDay, filledRows } from './case-day.js';
import type { CaseRow, PatternCase } from './pattern-case.js';

/** SQL that creates and fills one table for each dataset that a case gives, valid on DuckDB and Postgres. */
export function caseTablesSql(
  { datasets }: Pick<PatternCase, 'datasets'>,
  columns: ViewColumns,
  day: CaseDay,
): string {
  return [...datasets]
    .map(([view, rows]) => tableSql(view, columns, filledRows(view, rows, { columns, day })))
    .join('\n');
}

/** SQL of a table of a view's columns with rows that have all of them; values are converted as the engine does it. */
function tableSql(view: string, columns: ViewColumns, rows: readonly CaseRow[]): string {
  const types = columns.get(view);
  invariant(types !== undefined, `"${view}" is a canonical dataset`);
  const definitions = [...types].map(([name, type]) => `${name} ${type}`).join(', ');
  const create = `CREATE TABLE ${view} (${definitions});`;
  if (rows.length === 0) return create;
  // Most columns of a case are null in every row; a statement that names them all takes ten times as long to parse.
  const given = [...types.keys()].filter((name) => rows.some((row) => (row[name] ?? null) !== null));
  const values = rows.map((row) => `(${given.map((name) => literal(row[name] ?? null)).join(', ')})`);
  return `${create}\nINSERT INTO ${view} (${given.join(', ')}) VALUES\n${values.join(',\n')};`;
}

function literal(value: CaseRow[string]): string {
  return value === null ? 'NULL' : duckdbText(String(value));
}
