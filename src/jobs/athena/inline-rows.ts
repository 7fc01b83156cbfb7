import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { DuckDbSession, type Row } from '../../engine/duckdb-session.js';
import { duckdbText, identifier } from '../../engine/sql-literal.js';
import type { ViewColumns } from '../../lake/canonical-dataset.js';
import { keptFile } from '../../lake/kept-file.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { Stage } from '../stages-of.js';
import { selectList } from './athena-statement.js';

/**
 * The rows of a stage's few small files as SQL: canaries are in no catalog. Of columns that the plan's SQL does not name the values are
 * left out, as they only make the query longer.
 *
 * Every file's hash is verified first. Throws `object-missing`, `object-damaged`.
 */
export async function inlineRows(
  store: ObjectStore,
  stage: Stage,
  { views, spill, sql }: { views: ViewColumns; spill: string; sql: string },
): Promise<string> {
  const files = await Promise.all(stage.inputs.map((input) => keptFile(store, input)));
  const rows = await textsOf(files, spill);
  const named = new Set(sql.match(/[A-Za-z_][A-Za-z0-9_]*/g));
  const columns = Object.keys(rows[0] ?? {}).filter((name) => ALL_COLUMNS.test(sql) || named.has(name));
  const fixed = new Map(
    columns
      .filter((name) => rows.every((row) => row[name] === rows[0]?.[name]))
      .map((name) => [name, literal(rows[0]?.[name])]),
  );
  const varying = columns.filter((name) => !fixed.has(name));
  const list = selectList(stage, views, (name, type) => {
    const value = fixed.get(name) ?? (varying.includes(name) ? identifier(name) : 'NULL');
    return `CAST(${value} AS ${type})`;
  });
  if (rows.length === 0) return `SELECT ${list} WHERE 1 = 0`;
  // A row has at least one value.
  const values = rows.map((row) => `(${["''", ...varying.map((name) => literal(row[name]))].join(', ')})`);
  const names = ['inlined_row', ...varying].map(identifier);
  return `SELECT ${list} FROM (VALUES ${values.join(', ')}) AS inlined (${names.join(', ')})`;
}

const ALL_COLUMNS = /\bSELECT\s+\*|\.\s*\*/i;

async function textsOf(files: readonly string[], spill: string): Promise<Row[]> {
  const folder = await mkdtemp(path.join(spill, 'inline-'));
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const session = await DuckDbSession.open({ folders, spill: folder, threads: 1, memory_mb: 256 });
  try {
    const paths = `[${files.map(duckdbText).join(', ')}]`;
    const source = `read_parquet(${paths}, hive_partitioning = false, union_by_name = true)`;
    const described = await session.rows(`DESCRIBE SELECT * FROM ${source}`);
    const texts = described.map((row) => {
      const name = identifier(String(row['column_name']));
      return `CAST(${name} AS VARCHAR) AS ${name}`;
    });
    return await session.rows(`SELECT ${texts.join(', ')} FROM ${source}`);
  } finally {
    session.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function literal(value: unknown): string {
  return typeof value === 'string' ? duckdbText(value) : 'NULL';
}
