import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DuckDbSession } from './duckdb-session.js';
import { duckdbText, identifier } from './sql-literal.js';

/** A table as text: names and DuckDB types of its columns, and values that these take. */
export type TextTable = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: Iterable<readonly (string | null)[]>;
};

/**
 * Writes a table as Parquet, rows in their order; a file of the name is replaced at once.
 *
 * Same rows, same bytes. Types come from code, never from a file. Throws `database-failed` where a value is not of its column's type.
 */
export async function writeParquetTable(target: string, { columns, rows }: TextTable): Promise<void> {
  const folder = await mkdtemp(path.join(path.dirname(target), '.parquet-'));
  try {
    const draft = path.join(folder, 'table.parquet');
    const session = await DuckDbSession.open({ folders: [folder], spill: folder, threads: 1 });
    try {
      const texts = columns.map(({ name }) => `${identifier(name)} VARCHAR`).join(', ');
      const typed = columns.map(
        ({ name, type }) => `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`,
      );
      await session.run(`CREATE TABLE given (${texts})`);
      await session.append('given', rows);
      await session.run(
        `COPY (SELECT ${typed.join(', ')} FROM given) TO ${duckdbText(draft)} (FORMAT parquet)`,
      );
    } finally {
      session.close();
    }
    await rename(draft, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
