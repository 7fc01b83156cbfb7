import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { duckdbText, identifier } from '../../engine/sql-literal.js';
import type { ViewColumns } from '../../lake/canonical-dataset.js';
import { keptFile } from '../../lake/kept-file.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { Stage } from '../stages-of.js';
import { selectList } from './athena-statement.js';

/**
 * The rows of a stage's few small files as SQL: canaries are in no catalog.
 *
 * Every file's hash is verified first. Throws `object-missing`, `object-damaged`.
 */
export async function inlineRows(
  store: ObjectStore,
  stage: Stage,
  { views, spill }: { views: ViewColumns; spill: string },
): Promise<string> {
  const files = await Promise.all(stage.inputs.map((input) => keptFile(store, input)));
  const folder = await mkdtemp(path.join(spill, 'inline-'));
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const session = await DuckDbSession.open({ folders, spill: folder, threads: 1, memory_mb: 256 });
  try {
    const paths = `[${files.map(duckdbText).join(', ')}]`;
    const source = `read_parquet(${paths}, hive_partitioning = false, union_by_name = true)`;
    const described = await session.rows(`DESCRIBE SELECT * FROM ${source}`);
    const held = described.map((row) => String(row['column_name']));
    const texts = held.map((name) => `CAST(${identifier(name)} AS VARCHAR) AS ${identifier(name)}`);
    const rows = await session.rows(`SELECT ${texts.join(', ')} FROM ${source}`);
    const list = selectList(
      stage,
      views,
      (name, type) => `CAST(${held.includes(name) ? identifier(name) : 'NULL'} AS ${type})`,
    );
    const values = rows.map((row) => `(${held.map((name) => literal(row[name])).join(', ')})`);
    return `SELECT ${list} FROM (VALUES ${values.join(', ')}) AS inlined (${held.map(identifier).join(', ')})`;
  } finally {
    session.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function literal(value: unknown): string {
  return typeof value === 'string' ? duckdbText(value) : 'NULL';
}
