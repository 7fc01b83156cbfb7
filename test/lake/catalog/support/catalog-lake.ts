import { sha256 } from '../../../../src/domain/sha256.js';
import type { CatalogTarget } from '../../../../src/lake/catalog/sync-catalog.js';
import { commitManifest } from '../../../../src/lake/commit-manifest.js';
import { dataFileKey } from '../../../../src/lake/data-file-key.js';
import { readManifests } from '../../../../src/lake/read-lake.js';
import type { ObjectStore } from '../../../../src/store/object-store.js';
import { openTestLake } from '../../../canonicalize/support/lake.js';
import type { FakeGlue } from '../../../fakes/glue/fake-glue.js';
import type { StoredPartition, TableState } from '../../../fakes/glue/glue-state.js';

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
};

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
  await commitManifest(store, {
    format: 1,
    commit_id,
    write_id: commit_id,
    feed,
    feed_version: version,
    feed_spec_sha256: commit_id,
    schema_sha256: commit_id,
    canonicalizer: 1,
    trade_date,
    dataset,
    delivery: { uri: of.delivery, sha256: delivered, bytes: 1, received_at_ns: '1', feed, trade_date },
    raw_key: `raw/${delivered}`,
    totals: { read: 1, accepted: 1, rejected: 0, duplicates: 0, ignored: 0, control_lines: 0, bytes: 1 },
    control: [],
    files: files.map((file) => ({
      ...file,
      dataset,
      sha256: sha256(Buffer.from(file.key)),
      bytes: 1,
      rows: 1,
    })),
    quarantine: null,
  });
  return files.map(({ key }) => key);
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
  const manifests = await readManifests(lake.store);
  return manifests.flatMap(({ files }) => files.map(({ key }) => key)).sort();
}
