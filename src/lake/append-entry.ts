import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectStore } from '../store/object-store.js';
import {
  type ChainEntry,
  type ChainedEntry,
  type EntryDraft,
  entryBytes,
  entryKey,
  parseEntry,
} from './chain-entry.js';
import { keepCheckpoints } from './checkpoint.js';
import { readManifestChain, rememberEntry, seenChain } from './manifest-chain.js';

/** What is to happen to a chain as it stands: an entry is appended, or one that stands says it all already. */
export type Decision<Entry extends ChainEntry> =
  | { append: EntryDraft<Entry> }
  | { standing: ChainedEntry<Entry> };

/**
 * Which chain is appended to. `begin` says whether it is read first, or taken as this process has seen it last: the put proves that
 * nothing came since, at the price of deciding twice where something has. Read where it is not given.
 */
export type AppendTarget = {
  store: ObjectStore;
  feed: string;
  now_ns: () => bigint;
  begin?: 'read' | 'as-seen';
};

const ATTEMPTS = 64;

/**
 * Appends an entry to a feed's chain by one conditional put, and returns the entry that stands for it.
 *
 * `decide` is asked with the chain as it stands, and again each time that another writer took the place: what it
 * compares with is what the entry will follow. When the outcome of a put is unknown, the write id that stands there
 * decides. Throws `commit-contended` after 64 places in a row were taken.
 */
export async function appendEntry<Entry extends ChainEntry>(
  target: AppendTarget,
  decide: (chain: readonly ChainedEntry[]) => Promise<Decision<Entry>>,
): Promise<ChainedEntry<Entry>> {
  const { store, feed } = target;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { chain, sure } = await chainFor(target, attempt);
    const decision = await decide(chain);
    if ('standing' in decision && sure) return decision.standing;
    if ('standing' in decision) continue;
    const entry = placed(decision.append, chain.at(-1) ?? null, target.now_ns());
    const bytes = entryBytes(entry);
    const key = entryKey(feed, entry.sequence);
    if (!(await putOrReadBack(store, { key, bytes }))) continue;
    // The entry stands: nothing that fails from here on may say otherwise.
    const appended = { entry: parseEntry(key, bytes) as Entry, key, sha256: sha256(bytes) };
    rememberEntry(store, chain, appended);
    await keepCheckpoints(store, feed, entry.sequence).catch(() => undefined);
    return appended;
  }
  throw new OperationalFailure('commit-contended', { feed, attempts: ATTEMPTS }, { retryable: true });
}

/** `sure` where the chain was read now: only then is what stands in it all that stands. */
async function chainFor(
  { store, feed, begin }: AppendTarget,
  attempt: number,
): Promise<{ chain: readonly ChainedEntry[]; sure: boolean }> {
  const seen = attempt === 0 && begin === 'as-seen' ? seenChain(store, feed) : null;
  return seen === null
    ? { chain: await readManifestChain(store, feed), sure: true }
    : { chain: seen, sure: false };
}

function placed<Entry extends ChainEntry>(
  draft: EntryDraft<Entry>,
  last: ChainedEntry | null,
  now_ns: bigint,
): Entry {
  const before_ns = BigInt(last?.entry.committed_at_ns ?? 0);
  const { kind, write_id, feed, ...rest } = draft as EntryDraft;
  const entry = {
    format: 2,
    kind,
    write_id,
    sequence: (last?.entry.sequence ?? 0) + 1,
    previous_sha256: last?.sha256 ?? null,
    feed,
    committed_at_ns: String(now_ns > before_ns ? now_ns : before_ns),
    ...rest,
  };
  return entry as unknown as Entry;
}

/** Whether the bytes stand under the key; another write's bytes differ at least in their write id. */
async function putOrReadBack(store: ObjectStore, put: { key: string; bytes: Buffer }): Promise<boolean> {
  try {
    const { outcome } = await store.putIfAbsent(put.key, { bytes: put.bytes });
    if (outcome === 'stored') return true;
  } catch (error) {
    if (await isOwnWrite(store, put)) return true;
    throw error;
  }
  return isOwnWrite(store, put);
}

async function isOwnWrite(store: ObjectStore, put: { key: string; bytes: Buffer }): Promise<boolean> {
  const bytes = await store.get(put.key);
  return bytes !== null && put.bytes.equals(bytes);
}
