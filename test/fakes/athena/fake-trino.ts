import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText, identifier } from '../../../src/engine/sql-literal.js';
import type { StoredColumn, TableState } from '../glue/glue-state.js';
import type { QueryOutcome } from './athena-state.js';

/** Where the fake finds what tables show: the catalog's tables of a database, and the objects of buckets by address. */
export type FakeTables = {
  tables: (database: string) => ReadonlyMap<string, TableState>;
  list: (address: string) => string[];
  read: (address: string) => Uint8Array | null;
};

const NO_TABLES: FakeTables = { tables: () => new Map(), list: () => [], read: () => null };

/**
 * A stand-in for the engine of Athena: Postgres runs the SQL over the tables of a Glue catalog, each partition the whole folder that it
 * names, columns by name, with the hidden column `$path`. It reads what the catalog shows and knows nothing of the lake.
 */
export class FakeTrino {
  readonly #postgres: PGlite;
  readonly #duckdb: DuckDbSession;
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();
  source: FakeTables = NO_TABLES;

  private constructor(postgres: PGlite, duckdb: DuckDbSession, folder: string) {
    this.#postgres = postgres;
    this.#duckdb = duckdb;
    this.#folder = folder;
  }

  static async open(): Promise<FakeTrino> {
    const folder = await mkdtemp(path.join(tmpdir(), 'tapewarden-trino-'));
    const duckdb = await DuckDbSession.open({ folders: [folder], spill: folder });
    return new FakeTrino(await PGlite.create(), duckdb, folder);
  }

  async close(): Promise<void> {
    await this.#postgres.close();
    this.#duckdb.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Runs one query after those that were given before. */
  run(sql: string, database: string): Promise<QueryOutcome> {
    const query = this.#last.then(() => this.#run(sql, database));
    this.#last = query;
    return query;
  }

  async #run(sql: string, database: string): Promise<QueryOutcome> {
    try {
      await this.#postgres.exec(
        `DROP SCHEMA IF EXISTS ${identifier(database)} CASCADE; CREATE SCHEMA ${identifier(database)}`,
      );
      let bytes = 0;
      for (const [name, state] of this.source.tables(database)) {
        const table = `${identifier(database)}.${identifier(name)}`;
        if (sql.includes(table)) bytes += await this.#load(table, state, sql);
      }
      const found = await this.#postgres.query<(string | null)[]>(sql, [], { rowMode: 'array' });
      return { columns: found.fields.map(({ name }) => name), rows: found.rows, bytes };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Makes a table of all partitions; gives the bytes of those whose last key the query names. */
  async #load(table: string, { table: shown, partitions }: TableState, sql: string): Promise<number> {
    const own = shown.StorageDescriptor?.Columns ?? [];
    const keys = shown.PartitionKeys ?? [];
    const columns = [...own, ...keys, { Name: '$path', Type: 'string' }];
    const definitions = columns.map(({ Name, Type }) => `${identifier(Name)} ${postgresType(Type ?? '')}`);
    await this.#postgres.exec(`CREATE TABLE ${table} (${definitions.join(', ')})`);
    let bytes = 0;
    for (const { Values, StorageDescriptor: { Location = '' } = {} } of partitions.values()) {
      const named = sql.includes(`'${Values.at(-1)}'`);
      for (const address of this.source.list(Location)) {
        const object = this.source.read(address);
        if (object === null) continue;
        if (named) bytes += object.length;
        const fixed = [...Values, address];
        await this.#copy(table, { object, own, fixed });
      }
    }
    return bytes;
  }

  async #copy(
    table: string,
    { object, own, fixed }: { object: Uint8Array; own: readonly StoredColumn[]; fixed: readonly string[] },
  ): Promise<void> {
    const [parquet = '', csv = ''] = ['load.parquet', 'load.csv'].map((name) =>
      path.join(this.#folder, name),
    );
    await writeFile(parquet, object);
    const source = `read_parquet(${duckdbText(parquet)}, hive_partitioning = false)`;
    const held = (await this.#duckdb.rows(`DESCRIBE SELECT * FROM ${source}`)).map((row) =>
      String(row['column_name']),
    );
    const list = [
      ...own.map(({ Name }) => (held.includes(Name) ? identifier(Name) : 'NULL')),
      ...fixed.map(duckdbText),
    ];
    await this.#duckdb.run(
      `COPY (SELECT ${list.join(', ')} FROM ${source}) TO ${duckdbText(csv)} (FORMAT csv, HEADER false, FORCE_QUOTE *)`,
    );
    const blob = await openAsBlob(csv);
    await this.#postgres.query(`COPY ${table} FROM '/dev/blob' WITH (FORMAT csv)`, [], { blob });
  }
}

function postgresType(hive: string): string {
  return hive === 'string' ? 'text' : hive;
}
