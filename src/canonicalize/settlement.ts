import type { SettlementDocument } from '../domain/generated/settlement.js';
import type { KeyHashes } from './published-keys.js';
import type { Settled } from './settled-delivery.js';

/**
 * What a delivery comes to beside what stood when it was read: everything is in the store, nothing is visible before an
 * entry of the feed's chain names it. Plain, so that another process may commit it.
 */
export type Settlement = Omit<SettlementDocument, 'settled'> & { settled: Settled | null };

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
