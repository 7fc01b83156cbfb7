import type { Duplicate } from '../domain/generated/duplicate.js';
import type { Hold } from '../domain/generated/hold.js';
import type { Manifest } from '../domain/generated/manifest.js';
import type { Refusal } from '../domain/generated/refusal.js';
import type { Removal } from '../domain/generated/removal.js';
import { OperationalFailure } from '../domain/operational-failure.js';

/** One thing that happened to a feed's data; all of a feed form its chain, and their order is the only one there is. */
export type ChainEntry = Manifest | Refusal | Duplicate | Removal | Hold;

/** An entry with the key and hash of the object that holds it. */
export type ChainedEntry<Entry extends ChainEntry = ChainEntry> = {
  entry: Entry;
  key: string;
  sha256: string;
};

/** An entry before it has its place in the chain. */
export type EntryDraft<Entry extends ChainEntry = ChainEntry> = Entry extends ChainEntry
  ? Omit<Entry, 'format' | 'sequence' | 'previous_sha256' | 'committed_at_ns'>
  : never;

/** Key of the entry at a position of a feed's chain, from 1. */
export function entryKey(feed: string, sequence: number): string {
  return `manifests/${feed}/${String(sequence).padStart(8, '0')}.json`;
}

/** Bytes of an entry as they are stored and hashed. */
export function entryBytes(entry: ChainEntry): Buffer {
  return Buffer.from(`${JSON.stringify(entry, null, 1)}\n`, 'utf8');
}

/** Whether an entry publishes rows. */
export function isManifest(chained: ChainedEntry): chained is ChainedEntry<Manifest> {
  return chained.entry.kind === 'delivery' || chained.entry.kind === 'replay';
}

/** The entry that stored bytes are; entries of format 1 are read as of format 2. Throws `manifest-unreadable`. */
export function parseEntry(key: string, bytes: Uint8Array): ChainEntry {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value !== 'object' || value === null || !('previous_sha256' in value) || !('format' in value))
      throw new Error('it is no entry of a chain');
    if (value.format === 1) return fromFormat1(value as Manifest);
    if (value.format === 2) return value as ChainEntry;
    throw new Error(`its format is ${JSON.stringify(value.format)}, expected 1 or 2`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationalFailure('manifest-unreadable', { key, reason }, { cause: error });
  }
}

/** Format 1 knew deliveries only, and their time of arrival for that of the commit. */
function fromFormat1(manifest: Manifest): Manifest {
  return {
    ...manifest,
    format: 2,
    kind: 'delivery',
    committed_at_ns: manifest.delivery.received_at_ns,
    supersedes: [],
    restates: null,
    repair: null,
  };
}
