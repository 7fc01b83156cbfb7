import { commitDelivery } from '../../../src/canonicalize/commit-delivery.js';
import { feedHistory } from '../../../src/canonicalize/corrections/feed-history.js';
import type { DeliveryJob } from '../../../src/canonicalize/delivery-job.js';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { recordDuplicate } from '../../../src/canonicalize/record-duplicate.js';
import { commitReplay } from '../../../src/canonicalize/replay/commit-replay.js';
import type { Settled } from '../../../src/canonicalize/settled-delivery.js';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import type { StoredRecordRepair, StoredRepair } from '../../../src/domain/generated/stored-repair.js';
import { sha256OfValue } from '../../../src/domain/sha256.js';
import type { ChainedEntry } from '../../../src/lake/chain-entry.js';
import { findCommit } from '../../../src/lake/find-commit.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { type PlacedRepair, storeRepair } from '../../../src/lake/quarantine/repair-store.js';
import { standingDelivery } from '../../../src/lake/quarantine/standing-deliveries.js';
import { rawKey } from '../../../src/lake/raw-key.js';
import { identityOf } from '../../../src/lake/read-lake.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { shippedFeed } from '../../canonicalize/support/feeds.js';
import { foldPaper, type PaperItem, type PaperRecord } from './paper-rules.js';
import { itemOf, type Mistake, settlePaper } from './settle-paper.js';

/** A delivery on paper: its records, in the order of its file. */
export type PaperDelivery = { name: string; trade_date: string; version: number; records: PaperRecord[] };

/** Records to take the place of rejected ones of a delivery, by their places in it. */
export type PaperRepair = { of: PaperDelivery; records: Map<number, PaperRecord> };

/** Where deliveries are taken in; `mistake` is one that the world makes on purpose. */
export type PaperWorld = {
  store: ObjectStore;
  now_ns: () => bigint;
  new_write_id: () => string;
  mistake: Mistake | null;
};

const feed = shippedFeed('acme-orders');

/** The feed that all deliveries on paper are of. */
export const PAPER_FEED = feed.spec.feed;

/** Hash of a delivery's bytes: two of the same records are the same bytes, whatever their names. */
export function paperSha256(delivery: PaperDelivery): string {
  return sha256OfValue(delivery.records);
}

/**
 * Takes a delivery in as the canonicalizer does, with its own chain entries, commit and recovery; only reading, checking
 * and settling of records are done on paper.
 */
export async function takePaper(world: PaperWorld, delivery: PaperDelivery): Promise<void> {
  const { store } = world;
  const { trade_date, version } = delivery;
  const hash = paperSha256(delivery);
  const bytes = Buffer.from(JSON.stringify(delivery.records));
  const key = await rawKey(store, PAPER_FEED, hash);
  const put = await store.putIfAbsent(key, { bytes });
  const job = {
    ...jobOf(world, { version, trade_date, name: delivery.name }),
    raw: { path: '', sha256: hash, bytes: bytes.length, key, put: Promise.resolve(put) },
    commit_id: sha256OfValue({ hash, version, trade_date }),
  };
  const standing = findCommit(await readManifestChain(store, PAPER_FEED), job.commit_id);
  if (standing !== null) {
    await recordDuplicate(job, standing.entry);
    return;
  }
  const statements = delivery.records.map((said, record) => ({ record, said }));
  const item = { id: `${trade_date} ${hash} `, repairs: null, statements };
  let first: Settled | null = null;
  await commitDelivery(job, async (beside) => {
    if (first !== null && world.mistake === 'settles once') return first;
    first = await settlePaper(job, item, { beside, mistake: world.mistake });
    return first;
  });
}

/** Stores a repair and replays it as the real one is; nothing where its delivery is not published. */
export async function replayPaper(world: PaperWorld, repair: PaperRepair): Promise<void> {
  const { store } = world;
  const { trade_date, version } = repair.of;
  const chain = await readManifestChain(store, PAPER_FEED);
  if (standingDelivery(chain, { sha256: paperSha256(repair.of), trade_date }) === null) return;
  const placed = await storeRepair(store, storedRepair(repair));
  await commitReplay(world, {
    feed: feedOf(version),
    placed,
    openRecords: async (now, delivery) => openOnPaper(store, now, { delivery, placed }),
    settle: async ({ delivery, records }, beside) => {
      const { uri: name, sha256, bytes } = delivery.delivery;
      const put = Promise.resolve({ outcome: 'taken', request_id: null, version_id: null } as const);
      const job = {
        ...jobOf(world, { version, trade_date, name }),
        raw: { path: '', sha256, bytes, key: delivery.raw_key, put },
        commit_id: sha256OfValue({ of: delivery.commit_id, by: placed.sha256, records }),
        replay: true as const,
      };
      const item = replayItem(delivery, placed, records);
      const settled = await settlePaper(job, item, { beside, mistake: world.mistake });
      if (!('published' in settled)) throw new Error('a replay on paper is never refused');
      return { job, settled };
    },
  });
}

/** Those records of a repair that are rejected in a state of the chain and that no replay has settled. */
async function openOnPaper(
  store: ObjectStore,
  chain: readonly ChainedEntry[],
  { delivery, placed }: { delivery: Manifest; placed: PlacedRepair },
): Promise<StoredRecordRepair[]> {
  const { trade_date } = delivery;
  const { others } = feedHistory(chain, { trade_date, sha256: '', by_event: false, replaces: [] });
  const items = await Promise.all(others.map(({ manifest }) => itemOf(store, manifest)));
  const { records } = placed.repair;
  const folded = foldPaper([...items, replayItem(delivery, placed, records)]);
  const tried = folded.outcomes.get(replayItem(delivery, placed, records).id)?.verdicts;
  return records.filter(({ byte_offset }) => tried?.has(byte_offset));
}

function replayItem(
  delivery: Manifest,
  { sha256 }: PlacedRepair,
  records: readonly StoredRecordRepair[],
): PaperItem {
  const repairs = identityOf(delivery);
  const statements = records.map(({ byte_offset, replace = '' }) => ({
    record: byte_offset,
    said: JSON.parse(replace) as PaperRecord,
  }));
  return { id: `${repairs}${sha256}`, repairs, statements };
}

/** A repair as it is kept in the lake. */
export function storedRepair({ of, records }: PaperRepair): StoredRepair {
  return {
    format: 1,
    feed: PAPER_FEED,
    trade_date: of.trade_date,
    delivery_sha256: paperSha256(of),
    file: of.name,
    by: null,
    reason: null,
    records: [...records].map(([record, said]) => ({
      line: record + 1,
      byte_offset: record,
      raw_sha256: null,
      replace: JSON.stringify(said),
    })),
  };
}

function feedOf(version: number): Feed {
  return { ...feed, spec: { ...feed.spec, version }, spec_sha256: sha256OfValue({ version }) };
}

function jobOf(
  { store, now_ns, new_write_id }: PaperWorld,
  of: { version: number; trade_date: string; name: string },
): Omit<DeliveryJob, 'raw' | 'commit_id'> {
  return {
    context: { store, work: '', now_ns, new_write_id },
    feed: feedOf(of.version),
    delivery: { path: '', name: of.name, trade_date: of.trade_date },
    work: '',
    received_at_ns: now_ns(),
  };
}
