import type { PutReceipt } from '../../domain/generated/manifest.js';
import type { ChainedEntry } from '../../lake/chain-entry.js';
import { readManifestChain } from '../../lake/manifest-chain.js';
import { namedByEntry } from '../../lake/named-objects.js';
import { listCommittedFeeds } from '../../lake/read-lake.js';
import type { ObjectStore } from '../../store/object-store.js';

/** A write that the lake's own record says happened: a row of the table `writes` that rules read. */
export type ExpectedWrite = {
  key: string;
  /** As the store named the write; both null where the record does not say. */
  request_id: string | null;
  version_id: string | null;
  /** Null where the record does not say. */
  bytes: number | null;
  /** Key of the entry that names it; the object itself where it is a record. */
  named_by: string;
  /** When the record says it was there, nanoseconds since 1970 UTC as decimal text. */
  recorded_at_ns: string;
  /** Whether the store must have logged exactly one write of it: false of objects that an interrupted run had put before. */
  certain: boolean;
};

/** An object that an entry says was removed on purpose. */
export type RecordedRemoval = { key: string; named_by: string };

/** What the lake says of its own objects. */
export type LakeRecord = { writes: ExpectedWrite[]; removals: RecordedRemoval[] };

/** Records that stand beside the chains, written by the lake itself; nothing but the store knows when. */
const BESIDE_CHAINS = ['runs/', 'results/', 'repairs/', 'checkpoints/', 'jobs/', 'canaries/', 'audit/'];

/**
 * Every object that the chains of a lake name, each key once, with the store's ids of its write; and every recorded removal.
 *
 * Throws what reading a chain throws: a broken chain is no record to compare with.
 */
export async function readLakeRecord(store: ObjectStore): Promise<LakeRecord> {
  const writes = new Map<string, ExpectedWrite>();
  const removals: RecordedRemoval[] = [];
  const add = (write: ExpectedWrite): void => {
    const known = writes.get(write.key);
    if (known === undefined || (!known.certain && write.certain)) writes.set(write.key, write);
  };
  for (const feed of await listCommittedFeeds(store)) {
    for (const chained of await readManifestChain(store, feed)) {
      for (const write of writesOf(chained)) add(write);
      if (chained.entry.kind !== 'removal') continue;
      removals.push(...chained.entry.objects.map(({ key }) => ({ key, named_by: chained.key })));
    }
  }
  for (const prefix of BESIDE_CHAINS) {
    for (const { key, bytes, modified_ns } of await store.list(prefix)) {
      const ids = { request_id: null, version_id: null };
      add({ key, ...ids, bytes, named_by: key, recorded_at_ns: String(modified_ns), certain: true });
    }
  }
  return { writes: [...writes.values()], removals };
}

/** The writes that one entry records: of the objects that it names, and its own. */
export function writesOf(chained: ChainedEntry): ExpectedWrite[] {
  const { key, entry } = chained;
  const named = { named_by: key, recorded_at_ns: entry.committed_at_ns };
  const receipts = receiptsOf(chained);
  const objects = namedByEntry(chained)
    .filter(({ kind }) => kind !== 'repairs')
    .map(({ key: object, bytes }): ExpectedWrite => {
      const put = receipts.get(object);
      const ids = { request_id: put?.request_id ?? null, version_id: put?.version_id ?? null };
      return { key: object, ...ids, bytes, ...named, certain: put !== undefined };
    });
  const itself = { key, request_id: null, version_id: null, bytes: null, ...named, certain: true };
  return [...objects, itself];
}

function receiptsOf({ entry }: ChainedEntry): ReadonlyMap<string, PutReceipt> {
  const puts: [string, PutReceipt | undefined][] = [];
  if ('raw_key' in entry) puts.push([entry.raw_key, entry.raw_put]);
  if ('files' in entry) {
    puts.push(...entry.files.map(({ key, put }): [string, PutReceipt | undefined] => [key, put]));
    if (entry.quarantine !== null) puts.push([entry.quarantine.key, entry.quarantine.put]);
    if (entry.corrections !== undefined) puts.push([entry.corrections.key, entry.corrections.put]);
  }
  return new Map(puts.flatMap(([key, put]) => (put === undefined ? [] : [[key, put] as const])));
}
