import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectStore, StoredObject } from '../store/object-store.js';
import { type ChainedEntry, entryKey, parseEntry } from './chain-entry.js';
import { readCheckpoints } from './checkpoint.js';
import { inParallel } from './in-parallel.js';

/** What each store has shown of its chains and was found sound: entries never change, so only what is new is read again. */
const known = new WeakMap<ObjectStore, Map<string, readonly ChainedEntry[]>>();
const READERS = 32;

/**
 * All entries of a feed's chain in their order.
 *
 * Throws `manifest-chain-broken` where an entry does not carry the hash of the one before it, or one is missing, and
 * `manifest-unreadable` where one is no entry at all.
 */
export async function readManifestChain(store: ObjectStore, feed: string): Promise<readonly ChainedEntry[]> {
  const chains = known.get(store) ?? new Map<string, readonly ChainedEntry[]>();
  known.set(store, chains);
  const before = chains.get(feed) ?? linked(feed, [], await readCheckpoints(store, feed));
  const objects = await store.list(`manifests/${feed}/`, before.at(-1)?.key);
  if (objects.length === 0 && chains.has(feed)) return before;
  const read = await inParallel(objects, READERS, (object) => readEntry(store, object));
  const chain = linked(feed, before, read);
  if (chain.length > (chains.get(feed)?.length ?? 0)) chains.set(feed, chain);
  return chain;
}

/** A feed's chain as this process has seen it last, which may have grown since; null where it has seen none. */
export function seenChain(store: ObjectStore, feed: string): readonly ChainedEntry[] | null {
  return known.get(store)?.get(feed) ?? null;
}

/** Takes an entry into what is known: it was put behind this chain, so that nobody need read it again. */
export function rememberEntry(
  store: ObjectStore,
  chain: readonly ChainedEntry[],
  appended: ChainedEntry,
): void {
  const { feed } = appended.entry;
  const chains = known.get(store);
  if (chains === undefined || (chains.get(feed)?.length ?? 0) > chain.length) return;
  chains.set(feed, linked(feed, chain, [appended]));
}

/** A sound chain with more entries behind it, each of which was proven to follow the one before. */
function linked(
  feed: string,
  before: readonly ChainedEntry[],
  more: readonly ChainedEntry[],
): readonly ChainedEntry[] {
  const chain = [...before];
  for (const chained of more) {
    requireLink(feed, chain, chained);
    chain.push(chained);
  }
  return chain;
}

async function readEntry(store: ObjectStore, { key }: StoredObject): Promise<ChainedEntry> {
  const bytes = await store.get(key);
  if (bytes === null) throw new OperationalFailure('object-missing', { key });
  return { entry: parseEntry(key, bytes), key, sha256: sha256(bytes) };
}

function requireLink(feed: string, chain: readonly ChainedEntry[], { key, entry }: ChainedEntry): void {
  const before = chain.at(-1)?.sha256 ?? null;
  const expectedKey = entryKey(feed, chain.length + 1);
  if (entry.previous_sha256 === before && key === expectedKey) return;
  throw new OperationalFailure('manifest-chain-broken', {
    key,
    expected: String(entry.previous_sha256),
    actual: key === expectedKey ? String(before) : `${expectedKey} is missing`,
  });
}
