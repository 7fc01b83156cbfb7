import type { Removal } from '../../../../src/domain/generated/removal.js';
import { sha256 } from '../../../../src/domain/sha256.js';
import { appendEntry } from '../../../../src/lake/append-entry.js';
import type { CatalogTarget } from '../../../../src/lake/catalog/sync-catalog.js';
import type { EntryDraft } from '../../../../src/lake/chain-entry.js';
import { dataFileName } from '../../../../src/lake/data-file-key.js';
import { readManifestChain } from '../../../../src/lake/manifest-chain.js';
import { listCommittedFeeds, standingFiles } from '../../../../src/lake/read-lake.js';
import type { ObjectStore } from '../../../../src/store/object-store.js';
import { openTestLake } from '../../../canonicalize/support/lake.js';
import type { FakeGlue } from '../../../fakes/glue/fake-glue.js';
import type { StoredPartition, TableState } from '../../../fakes/glue/glue-state.js';
import { commit as commitDraft, draft } from '../../support/drafts.js';

const ADDRESS = 's3://surveillance-lake/prod/';

/** An empty lake that the catalog finds at an address of S3. */
export async function openTarget(): Promise<CatalogTarget> {
  const { store } = await openTestLake();
  return { store, address: ADDRESS, database: 'surveillance' };
}

/** A delivery of trades as far as the catalog cares: which bytes came, what they were made into, and for which day. */
export type Committed = {
  delivery: string;
  version?: number;
  files?: number;
  feed?: string;
  trade_date?: string;
  dataset?: string;
  /** Files in place of those that are made up: their keys, and the trade dates of their rows. */
  rows_of?: readonly { key: string; trade_date: string }[];
  /** False: the files themselves are not stored, which the catalog never reads. */
  stored?: boolean;
  /** Files of earlier commits that are no longer read. */
  supersedes?: readonly string[];
};

/** Key of a data file of trades. */
export function dataFileKey(of: Parameters<typeof dataFileName>[0]): string {
  const { name, end } = dataFileName(of);
  return `${name}${end}`;
}

/** Stores and commits the files of a delivery; returns their keys. */
export async function commit(store: ObjectStore, of: Committed): Promise<string[]> {
  const { feed = 'tape-trades', trade_date = '2026-11-20', version = 1, dataset = 'trades' } = of;
  const delivered = sha256(Buffer.from(of.delivery));
  const commit_id = sha256(Buffer.from(`${of.delivery} ${feed} ${trade_date} ${version}`));
  const names = Array.from({ length: of.files ?? 1 }, (_, part) =>
    sha256(Buffer.from(`${commit_id} ${part}`)),
  );
  const made = names.map((hash) => ({
    key: dataFileKey({ dataset, trade_date, feed, commit_id, sha256: hash }),
    trade_date,
  }));
  const files = of.rows_of ?? made;
  if (of.stored !== false) {
    for (const { key } of files) await store.putIfAbsent(key, { bytes: Buffer.from(key) });
  }
  const named = files.map((file) => ({
    ...file,
    dataset,
    sha256: sha256(Buffer.from(file.key)),
    bytes: 1,
    rows: 1,
  }));
  const drafted = draft('a', { commit_id, feed, trade_date, dataset, files: named });
  const delivery = { ...drafted.delivery, sha256: delivered, feed };
  const supersedes = (of.supersedes ?? []).map((key) => ({ key, sha256: sha256(Buffer.from(key)) }));
  await commitDraft(store, { ...drafted, write_id: commit_id, delivery, supersedes });
  return files.map(({ key }) => key);
}

/** Puts the entry by which retention takes an object out; the object itself stays for now. */
export async function remove(store: ObjectStore, key: string, feed = 'tape-trades'): Promise<void> {
  const append: EntryDraft<Removal> = {
    kind: 'removal',
    write_id: key,
    feed,
    reason: 'retention',
    rule: 'kept long enough',
    by: 'a test',
    objects: [{ key, sha256: null, bytes: 1 }],
  };
  await appendEntry<Removal>({ store, feed, now_ns: () => 1n }, () => Promise.resolve({ append }));
}

/** A table of the fake, for a hand that meddles with it. */
export function tableOf(glue: FakeGlue, table = 'trades'): TableState {
  return glue.state.table('surveillance', table);
}

/** A partition of the fake's table of trades, the n-th in the order of their values. */
export function partitionOf(glue: FakeGlue, index = 0): StoredPartition {
  const partition = [...tableOf(glue).partitions]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, one]) => one)[index];
  if (partition === undefined) throw new Error(`there is no partition ${index}`);
  return partition;
}

/** Keys of all objects that an engine reads which follows the catalog: whole folders, as all of them do. */
export async function engineReads(glue: FakeGlue, lake: CatalogTarget, table = 'trades'): Promise<string[]> {
  const keys: string[] = [];
  for (const { StorageDescriptor } of tableOf(glue, table).partitions.values()) {
    const folder = (StorageDescriptor?.Location ?? '').replace(lake.address, '');
    keys.push(...(await lake.store.list(folder)).map(({ key }) => key));
  }
  return keys.sort();
}

/** Keys of all files that are in force by the manifests. */
export async function inForce(lake: CatalogTarget): Promise<string[]> {
  const feeds = await listCommittedFeeds(lake.store);
  const chains = await Promise.all(feeds.map((feed) => readManifestChain(lake.store, feed)));
  return chains.flatMap((chain) => standingFiles(chain).map(({ file }) => file.key)).sort();
}
