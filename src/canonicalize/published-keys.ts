import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import type { ObjectStore } from '../store/object-store.js';

/** Hashes of keys in ascending order: whole numbers below 2^53, so that a double holds each exactly. */
export type KeyHashes = Float64Array;

/** Rows of a file up to which its keys are remembered. */
export const REMEMBERED_ROWS = 20_000;
/** Keys that are remembered of one store, of 8 bytes each; the oldest files are forgotten first. */
const REMEMBERED_KEYS = 8 << 20;

const stores = new WeakMap<ObjectStore, PublishedKeys>();

/** What this process remembers of the keys in a store's files. */
export function publishedKeys(store: ObjectStore): PublishedKeys {
  const keys = stores.get(store) ?? new PublishedKeys(REMEMBERED_KEYS);
  stores.set(store, keys);
  return keys;
}

/**
 * The keys of published files, so that a small delivery is compared with those files alone that may hold one of its keys:
 * a broker may send a thousand files a day. Files never change; what is not known is compared.
 */
export class PublishedKeys {
  readonly #most: number;
  readonly #files = new Map<string, KeyHashes>();
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  knows(file: string): boolean {
    return this.#files.has(file);
  }

  remember(file: string, hashes: KeyHashes): void {
    if (this.#files.has(file)) return;
    this.#files.set(file, hashes);
    this.#held += hashes.length;
    for (const [oldest, held] of this.#files) {
      if (this.#held <= this.#most) return;
      this.#files.delete(oldest);
      this.#held -= held.length;
    }
  }

  /** Whether a file is known to hold none of the keys. */
  areApart(file: string, hashes: KeyHashes): boolean {
    const known = this.#files.get(file);
    return known !== undefined && !intersect(known, hashes);
  }
}

/** The hashes of a Parquet file's keys. */
export async function keyHashes(session: DuckDbSession, file: string, key: string): Promise<KeyHashes> {
  const hashes = await session.doubles(
    `SELECT CAST(hash(${identifier(key)}) >> 11 AS DOUBLE) FROM read_parquet(${duckdbText(file)}, hive_partitioning = false)`,
  );
  return hashes.sort();
}

/** All hashes of several files; null where one is unknown. */
export function allHashes(parts: readonly (KeyHashes | null)[]): KeyHashes | null {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  if (known.length === 1) return known[0] as KeyHashes;
  return Float64Array.from(known.flatMap((part) => [...part])).sort();
}

function intersect(left: KeyHashes, right: KeyHashes): boolean {
  let at = 0;
  let other = 0;
  while (at < left.length && other < right.length) {
    const one = left[at] as number;
    const two = right[other] as number;
    if (one === two) return true;
    if (one < two) at += 1;
    else other += 1;
  }
  return false;
}
