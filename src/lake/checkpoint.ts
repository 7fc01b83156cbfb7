import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectStore } from '../store/object-store.js';
import { type ChainedEntry, entryKey, parseEntry } from './chain-entry.js';
import { inParallel } from './in-parallel.js';

/** Entries that one checkpoint holds. */
export const CHECKPOINT_ENTRIES = 256;
const READERS = 32;

/** Key of the checkpoint that ends with an entry. */
function checkpointKey(feed: string, last: number): string {
  return `checkpoints/${feed}/${String(last).padStart(8, '0')}.json.gz`;
}

/**
 * Keeps each full 256 entries of a chain together when such a number is reached, so that a new reader asks the store for
 * a few objects in place of thousands.
 *
 * A checkpoint is a copy on which nothing depends: one that an interrupted writer did not leave is made up for the next
 * time, and readers prove its entries like those that they read one by one.
 */
export async function keepCheckpoints(store: ObjectStore, feed: string, entries: number): Promise<void> {
  if (entries === 0 || entries % CHECKPOINT_ENTRIES !== 0) return;
  const kept = new Set((await store.list(`checkpoints/${feed}/`)).map(({ key }) => key));
  for (let last = CHECKPOINT_ENTRIES; last <= entries; last += CHECKPOINT_ENTRIES) {
    const key = checkpointKey(feed, last);
    if (!kept.has(key)) await keep(store, { feed, last, key });
  }
}

async function keep(
  store: ObjectStore,
  { feed, last, key }: { feed: string; last: number; key: string },
): Promise<void> {
  const sequences = Array.from(
    { length: CHECKPOINT_ENTRIES },
    (_, index) => last - CHECKPOINT_ENTRIES + 1 + index,
  );
  const texts = await inParallel(sequences, READERS, async (sequence) => {
    const bytes = await store.get(entryKey(feed, sequence));
    if (bytes === null) throw new OperationalFailure('object-missing', { key: entryKey(feed, sequence) });
    return Buffer.from(bytes).toString('utf8');
  });
  const bytes = await promisify(gzip)(Buffer.from(JSON.stringify(texts), 'utf8'));
  await store.putIfAbsent(key, { bytes });
}

/** The entries that checkpoints hold, in their order and without a gap from the first; as unproven as any that is read. */
export async function readCheckpoints(store: ObjectStore, feed: string): Promise<ChainedEntry[]> {
  const entries: ChainedEntry[] = [];
  const objects = await store.list(`checkpoints/${feed}/`);
  const gap = objects.findIndex(
    ({ key }, index) => key !== checkpointKey(feed, (index + 1) * CHECKPOINT_ENTRIES),
  );
  const kept = gap === -1 ? objects : objects.slice(0, gap);
  for (const texts of await inParallel(kept, READERS, ({ key }) => textsOf(store, key))) {
    for (const text of texts) {
      const bytes = Buffer.from(text, 'utf8');
      const at = entryKey(feed, entries.length + 1);
      entries.push({ entry: parseEntry(at, bytes), key: at, sha256: sha256(bytes) });
    }
  }
  return entries;
}

async function textsOf(store: ObjectStore, key: string): Promise<string[]> {
  const bytes = await store.get(key);
  if (bytes === null) throw new OperationalFailure('object-missing', { key });
  try {
    return JSON.parse((await promisify(gunzip)(bytes)).toString('utf8')) as string[];
  } catch (error) {
    throw new OperationalFailure('manifest-unreadable', { key, reason: String(error) }, { cause: error });
  }
}
