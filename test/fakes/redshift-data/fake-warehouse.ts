import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText } from '../../../src/engine/sql-literal.js';

/** A value as the Data API gives it. */
export type ApiField =
  | { isNull: true }
  | { booleanValue: boolean }
  | { longValue: number }
  | { stringValue: string };

/** What one statement of a batch gave; `columns` is empty of one without rows. */
export type StatementResult = { columns: string[]; records: ApiField[][]; rows: number };

/** How a batch went: what its statements gave, and the error of the one that failed, which undoes them all. */
export type BatchResult = { results: StatementResult[]; error: string | null };

/** Gives the bytes behind an address such as s3://bucket/key; null where there is nothing. */
export type ReadObject = (uri: string) => Promise<Uint8Array | null>;

type CopyEntry = { url: string; mandatory: boolean; meta?: { content_length?: number } };

const COPY = /^COPY (\w+) FROM '([^']+)' IAM_ROLE '(arn:[^']+)' FORMAT AS PARQUET MANIFEST$/;
const BOOLEAN = 16;
const WHOLE = [20, 21, 23];
const AS_TEXT = Object.fromEntries(
  [BOOLEAN, ...WHOLE, 1082, 1114, 1700].map((id) => [id, (text: string) => text]),
);

/**
 * A stand-in for the database of Redshift: Postgres runs the SQL, and COPY of Parquet is done as Redshift does it: by place,
 * all columns, every file of the manifest of the size that it says.
 */
export class FakeWarehouse {
  readonly #postgres: PGlite;
  readonly #duckdb: DuckDbSession;
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();
  read: ReadObject = () => Promise.resolve(null);

  private constructor(postgres: PGlite, duckdb: DuckDbSession, folder: string) {
    this.#postgres = postgres;
    this.#duckdb = duckdb;
    this.#folder = folder;
  }

  static async open(): Promise<FakeWarehouse> {
    const folder = await mkdtemp(path.join(tmpdir(), 'tapewarden-warehouse-'));
    const duckdb = await DuckDbSession.open({ folders: [folder], spill: folder });
    return new FakeWarehouse(await PGlite.create(), duckdb, folder);
  }

  async close(): Promise<void> {
    await this.#postgres.close();
    this.#duckdb.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Runs statements as one transaction of a session of their own, after those that were given before. */
  run(sqls: readonly string[]): Promise<BatchResult> {
    const batch = this.#last.then(() => this.#run(sqls));
    this.#last = batch;
    return batch;
  }

  async #run(sqls: readonly string[]): Promise<BatchResult> {
    const results: StatementResult[] = [];
    await this.#postgres.exec('BEGIN');
    try {
      for (const sql of sqls) results.push(await this.#statement(sql));
      await this.#postgres.exec('COMMIT');
      return { results, error: null };
    } catch (error) {
      await this.#postgres.exec('ROLLBACK');
      return { results, error: `ERROR: ${error instanceof Error ? error.message : String(error)}` };
    } finally {
      await this.#postgres.exec('DISCARD TEMP');
    }
  }

  async #statement(sql: string): Promise<StatementResult> {
    const copy = COPY.exec(sql);
    if (copy !== null) return this.#copy(copy[1] ?? '', copy[2] ?? '');
    const found = await this.#postgres.query<(string | null)[]>(sql, [], {
      rowMode: 'array',
      parsers: AS_TEXT,
    });
    const records = found.rows.map((row) =>
      row.map((value, index) => fieldOf(value, found.fields[index]?.dataTypeID ?? 0)),
    );
    return { columns: found.fields.map(({ name }) => name), records, rows: records.length };
  }

  async #copy(table: string, manifest: string): Promise<StatementResult> {
    const bytes = await this.read(manifest);
    if (bytes === null) throw new Error(`Problem reading manifest file ${manifest}`);
    const { entries } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { entries: CopyEntry[] };
    let rows = 0;
    for (const entry of entries) rows += await this.#load(table, entry);
    return { columns: [], records: [], rows };
  }

  async #load(table: string, { url, mandatory, meta }: CopyEntry): Promise<number> {
    const bytes = await this.read(url);
    if (bytes === null) {
      if (mandatory) throw new Error(`The specified S3 key ${url} does not exist`);
      return 0;
    }
    if (meta?.content_length === undefined) throw new Error('content_length is missing in the manifest');
    if (meta.content_length !== bytes.length) throw new Error(`content_length of ${url} does not match`);
    const [parquet, csv] = ['load.parquet', 'load.csv'].map((name) => path.join(this.#folder, name));
    await writeFile(parquet ?? '', bytes);
    const rows = `read_parquet(${duckdbText(parquet ?? '')}, hive_partitioning = false)`;
    const held = (await this.#duckdb.rows(`DESCRIBE SELECT * FROM ${rows}`)).length;
    const wanted = await this.#postgres.query(`SELECT * FROM ${table} LIMIT 0`);
    if (held !== wanted.fields.length) {
      throw new Error(`Unmatched number of columns: ${url} has ${held}, ${table} ${wanted.fields.length}`);
    }
    await this.#duckdb.run(
      `COPY (SELECT * FROM ${rows}) TO ${duckdbText(csv ?? '')} (FORMAT csv, HEADER false, FORCE_QUOTE *)`,
    );
    const loaded = await this.#postgres.query(`COPY ${table} FROM '/dev/blob' WITH (FORMAT csv)`, [], {
      blob: await openAsBlob(csv ?? ''),
    });
    return loaded.affectedRows ?? 0;
  }
}

function fieldOf(text: string | null | undefined, type: number): ApiField {
  if (text === null || text === undefined) return { isNull: true };
  if (type === BOOLEAN) return { booleanValue: text === 't' || text === 'true' };
  // As a JSON number, which cannot hold all of them: so does the service.
  if (WHOLE.includes(type)) return { longValue: Number(text) };
  return { stringValue: text };
}
