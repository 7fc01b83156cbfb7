import type { PutOutcome } from '../store/object-store.js';
import type { KeyHashes } from './published-keys.js';
import type { Settled } from './settled-delivery.js';

/**
 * What a delivery comes to beside what stood when it was read: everything is in the store, nothing is visible before an
 * entry of the feed's chain names it. Plain, so that another process may commit it.
 */
export type Settlement = {
  format: 1;
  feed: string;
  file: string;
  trade_date: string;
  /** Nanoseconds since 1970 UTC as decimal text. */
  received_at_ns: string;
  raw: { sha256: string; bytes: number; key: string; put: PutOutcome };
  /** Null where it was refused before it was read. */
  commit_id: string | null;
  /** Entries of the feed's chain that it was settled beside. */
  read_at: number;
  /** Hashes of the deliveries whose place it takes. */
  replaces: string[];
  /** Null where it was not read, because its commit stands already or it is refused by its name or by what it looks up. */
  settled: Settled | null;
  /** Hashes of its keys by dataset, eight bytes each in base64; null where they are too many to be known. */
  keys: Record<string, string | null>;
};

/** Hashes of keys as text. */
export function keysText(hashes: KeyHashes | null): string | null {
  if (hashes === null) return null;
  return Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength).toString('base64');
}

/** Hashes of keys from their text. */
export function keysOfText(text: string | null): KeyHashes | null {
  if (text === null) return null;
  // A copy begins at an address that doubles may have.
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float64Array(bytes.buffer, 0, bytes.byteLength / 8);
}
