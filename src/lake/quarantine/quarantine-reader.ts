import path from 'node:path';
import type { Manifest } from '../../domain/generated/manifest.js';
import type { Rejection } from '../../domain/generated/rejection.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import type { ObjectStore } from '../../store/object-store.js';
import { keptFile } from '../kept-file.js';
import { readRejections } from '../read-rejections.js';

/** Reads the quarantine files of some manifests; their hashes are verified. */
export class QuarantineReader {
  readonly store: ObjectStore;
  readonly #session: DuckDbSession;

  private constructor(store: ObjectStore, session: DuckDbSession) {
    this.store = store;
    this.#session = session;
  }

  /**
   * A reader of the quarantine files of the given manifests and no others; `spill` is a folder for work in progress.
   *
   * Throws `object-removed` where retention has taken one, `object-missing`, `object-damaged`.
   */
  static async open(
    store: ObjectStore,
    manifests: readonly Manifest[],
    spill: string,
  ): Promise<QuarantineReader> {
    const named = manifests.flatMap(({ quarantine }) => (quarantine === null ? [] : [quarantine]));
    const files = await Promise.all(named.map((quarantine) => keptFile(store, quarantine)));
    const folders = [...new Set(files.map((file) => path.dirname(file)))];
    return new QuarantineReader(
      store,
      await DuckDbSession.open({ folders, spill, threads: 1, memory_mb: 400 }),
    );
  }

  /** Faults of a manifest, at most so many, in the order of line, field and code. */
  rejections(manifest: Manifest, limit: number): Promise<Rejection[]> {
    return readRejections(this.#session, { store: this.store, manifests: [manifest] }, limit);
  }

  /** Faults of one record of a manifest. */
  async rejectionsOf(manifest: Manifest, byte_offset: number): Promise<Rejection[]> {
    if (manifest.quarantine === null) return [];
    const source = await this.#source(manifest.quarantine);
    const rows = await this.#session.rows(
      `SELECT * FROM ${source} WHERE byte_offset = ${duckdbText(String(byte_offset))} ORDER BY field, code`,
    );
    return rows.map((row) => ({
      ...(row as unknown as Rejection),
      line: Number(row['line']),
      byte_offset: Number(row['byte_offset']),
    }));
  }

  /** Lines by the offsets of all records of which a manifest's quarantine stores a fault, in the order of the file. */
  async lines(manifest: Manifest): Promise<Map<number, number>> {
    if (manifest.quarantine === null) return new Map();
    const rows = await this.#session.rows(
      `SELECT CAST(byte_offset AS BIGINT) AS o, min(CAST(line AS BIGINT)) AS l FROM ${await this.#source(manifest.quarantine)} GROUP BY 1 ORDER BY 1`,
    );
    return new Map(rows.map((row) => [Number(row['o']), Number(row['l'])]));
  }

  close(): void {
    this.#session.close();
  }

  async #source(quarantine: NonNullable<Manifest['quarantine']>): Promise<string> {
    const file = await keptFile(this.store, quarantine);
    return `read_parquet(${duckdbText(file)}, hive_partitioning = false)`;
  }
}
