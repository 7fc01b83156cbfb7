import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { allHold } from '../../../src/canonicalize/validation/compile-record-schema.js';
import { type Fields, fieldText } from '../../../src/canonicalize/validation/read-record.js';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText, identifier } from '../../../src/engine/sql-literal.js';

/** Asks the database whether records satisfy predicates; open one for a file of tests, and close it. */
export class SqlVerdicts {
  readonly #session: DuckDbSession;
  readonly #folder: string;

  private constructor(session: DuckDbSession, folder: string) {
    this.#session = session;
    this.#folder = folder;
  }

  static async open(): Promise<SqlVerdicts> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-verdicts-'));
    const spill = path.join(folder, 'spill');
    return new SqlVerdicts(await DuckDbSession.open({ folders: [], spill, threads: 1 }), folder);
  }

  async close(): Promise<void> {
    this.#session.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** One answer a record, in their order: true, or false; anything else is a mistake of the predicates. */
  async of(
    predicates: readonly string[],
    names: readonly string[],
    records: readonly Fields[],
  ): Promise<unknown[]> {
    const rows = records.map((fields, index) => {
      const cells = names.map((name) => {
        const text = fieldText(fields, name);
        return text === null ? 'NULL' : duckdbText(text);
      });
      return `(${index}, ${cells.join(', ')})`;
    });
    const columns = names.map(identifier);
    const typed = columns.map((column) => `CAST(${column} AS VARCHAR) AS ${column}`).join(', ');
    const answers = await this.#session.rows(
      `SELECT ${allHold(predicates)} AS valid FROM (SELECT "@line", ${typed} FROM (VALUES ${rows.join(', ')}) AS r("@line", ${columns.join(', ')})) AS t ORDER BY "@line"`,
    );
    return answers.map((row) => row['valid']);
  }
}
