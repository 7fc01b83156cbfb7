import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBAppender, DuckDBConnection, DuckDBInstance, Json } from '@duckdb/node-api';
import { OperationalFailure } from '../domain/operational-failure.js';
import { duckdbText, identifier } from './sql-literal.js';

/** One row as text: decimals, 64-bit integers and timestamps are strings, so no digit is lost. */
export type Row = { readonly [column: string]: Json };

/** A value as `append` takes it. */
export type AppendedValue = string | bigint | boolean | null;

export type SessionOptions = {
  /** The only folders that SQL may read or write. */
  folders: readonly string[];
  /** Folder for spilling; created by DuckDB when needed, removed with the caller's work folder. */
  spill: string;
  threads?: number;
  memory_mb?: number;
  /** Whether tables are kept, compressed, in a database file under `spill` rather than in memory: for more rows than fit there. */
  tables_on_disk?: boolean;
  /** Whether failures say their kind alone, because the database would quote values that are personal data. */
  conceal?: boolean;
};

/** Name of the database of a session's tables where they are on disk. */
const TABLES = 'session_tables';

/**
 * An embedded DuckDB that can reach its own folders and nothing else.
 *
 * External access, extensions and settings are locked before the first statement of a caller. Every error comes out
 * as OperationalFailure `database-failed`; SQL text never contains a value from a file.
 */
export class DuckDbSession {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #conceal: boolean;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, conceal: boolean) {
    this.#instance = instance;
    this.#connection = connection;
    this.#conceal = conceal;
  }

  static async open(options: SessionOptions): Promise<DuckDbSession> {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(options.threads ?? 2),
      memory_limit: `${options.memory_mb ?? 1200}MB`,
      temp_directory: options.spill,
    });
    const session = new DuckDbSession(instance, await instance.connect(), options.conceal ?? false);
    const folders = [...options.folders, options.spill].map((folder) => duckdbText(`${folder}/`)).join(', ');
    await session.run(`SET allowed_directories = [${folders}]`);
    if (options.tables_on_disk === true) await session.#keepTablesIn(options.spill);
    await session.run(
      "SET enable_external_access = false; SET allow_community_extensions = false; SET TimeZone = 'UTC'; SET lock_configuration = true",
    );
    return session;
  }

  async #keepTablesIn(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `tables-${randomUUID()}.db`);
    await this.run(`ATTACH ${duckdbText(file)} AS ${identifier(TABLES)}; USE ${identifier(TABLES)}`);
  }

  /** Executes one or more statements and drops their results. */
  async run(sql: string): Promise<void> {
    try {
      await this.#connection.run(sql);
    } catch (error) {
      throw this.#failure(sql, error);
    }
  }

  /**
   * Adds rows to a table: values in the order of its columns, text for VARCHAR, bigint for BIGINT. Many times faster than statements, and no
   * value becomes SQL.
   */
  async append(table: string, rows: Iterable<readonly AppendedValue[]>): Promise<void> {
    try {
      const appender = await this.#connection.createAppender(table);
      for (const row of rows) {
        for (const value of row) appendValue(appender, value);
        appender.endRow();
      }
      appender.closeSync();
    } catch (error) {
      throw this.#failure(`append to ${table}`, error);
    }
  }

  /** Whether a text is one query that only reads: one statement, and that a SELECT. Throws `database-failed` where it is no SQL. */
  async isOneQuery(sql: string): Promise<boolean> {
    try {
      const { StatementType } = await import('@duckdb/node-api');
      const statements = await this.#connection.extractStatements(sql);
      if (statements.count !== 1) return false;
      return (await statements.prepare(0)).statementType === StatementType.SELECT;
    } catch (error) {
      throw this.#failure(sql, error);
    }
  }

  /** Executes one statement with bytes as its parameters, which stand in no text. */
  async runWith(sql: string, parameters: readonly Uint8Array[]): Promise<void> {
    try {
      const { DuckDBBlobValue } = await import('@duckdb/node-api');
      await this.#connection.run(
        sql,
        parameters.map((bytes) => new DuckDBBlobValue(bytes)),
      );
    } catch (error) {
      throw this.#failure(sql, error);
    }
  }

  /** All rows of one query, in its order. For results that fit in memory. */
  async rows(sql: string): Promise<Row[]> {
    try {
      const reader = await this.#connection.runAndReadAll(sql);
      return reader.getRowObjectsJson();
    } catch (error) {
      throw this.#failure(sql, error);
    }
  }

  /** The only column of a query: doubles without null, as many as fit in memory. */
  async doubles(sql: string): Promise<Float64Array> {
    try {
      const result = await this.#connection.run(sql);
      const chunks = await result.fetchAllChunks();
      return Float64Array.from(chunks.flatMap((chunk) => chunk.getColumnValues(0) as number[]));
    } catch (error) {
      throw this.#failure(sql, error);
    }
  }

  /** The rows of one query as they come, in batches of at most 2,048; for results of any size. */
  async *batches(sql: string): AsyncGenerator<Row[]> {
    try {
      const result = await this.#connection.stream(sql);
      for await (const batch of result.yieldRowObjectJson()) yield batch;
    } catch (error) {
      throw this.#failure(sql, error);
    }
  }

  /** Ends the statement that runs now, whose caller gets `database-failed`; without one nothing happens. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  #failure(sql: string, error: unknown): OperationalFailure {
    const reason = error instanceof Error ? error.message : String(error);
    const doing = sql.length > 120 ? `${sql.slice(0, 120)}…` : sql;
    if (!this.#conceal) return new OperationalFailure('database-failed', { doing, reason }, { cause: error });
    const kind = /^[A-Za-z ]+ Error(?=:)/.exec(reason)?.[0] ?? 'an error';
    const concealed = `${kind}, which is not quoted because the feed has personal data`;
    return new OperationalFailure('database-failed', { doing, reason: concealed });
  }
}

function appendValue(appender: DuckDBAppender, value: AppendedValue): void {
  if (value === null) appender.appendNull();
  else if (typeof value === 'string') appender.appendVarchar(value);
  else if (typeof value === 'bigint') appender.appendBigInt(value);
  else appender.appendBoolean(value);
}
