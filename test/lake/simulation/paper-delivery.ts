import { commitDelivery } from '../../../src/canonicalize/commit-delivery.js';
import { deliveryFault } from '../../../src/canonicalize/delivery-fault.js';
import type { DeliveryJob } from '../../../src/canonicalize/delivery-job.js';
import { recordDuplicate } from '../../../src/canonicalize/record-duplicate.js';
import type { Beside, Settled } from '../../../src/canonicalize/settled-delivery.js';
import { sha256, sha256OfValue } from '../../../src/domain/sha256.js';
import { findCommit } from '../../../src/lake/find-commit.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { putContent } from '../../../src/lake/put-content.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { shippedFeed } from '../../canonicalize/support/feeds.js';

/** A record of a delivery on paper: a key and what it says; null says nothing that can be accepted. */
export type PaperRecord = { key: string; says: number | null };

/** A delivery on paper: its records, in the order of its file. */
export type PaperDelivery = { name: string; trade_date: string; version: number; records: PaperRecord[] };

/** A row on paper, with the delivery and the record it came from. */
export type PaperRow = { key: string; says: number; source: string; record: number };

const feed = shippedFeed('acme-orders');

/** The feed that all deliveries on paper are of. */
export const PAPER_FEED = feed.spec.feed;

/** Hash of a delivery's bytes: two of the same records are the same bytes, whatever their names. */
export function paperSha256(delivery: PaperDelivery): string {
  return sha256OfValue(delivery.records);
}

/**
 * Takes a delivery in as the canonicalizer does, with its own chain entries, commit and recovery; only reading and
 * checking of records are done on paper.
 */
export async function takePaper(
  world: { store: ObjectStore; now_ns: () => bigint; new_write_id: () => string },
  delivery: PaperDelivery,
): Promise<void> {
  const { store, now_ns, new_write_id } = world;
  const hash = paperSha256(delivery);
  const bytes = Buffer.from(JSON.stringify(delivery.records));
  const key = `raw/${hash}`;
  const put = await store.putIfAbsent(key, { bytes });
  const job: DeliveryJob = {
    context: { store, work: '', now_ns, new_write_id },
    feed: { ...feed, spec: { ...feed.spec, version: delivery.version } },
    delivery: { path: '', name: delivery.name, trade_date: delivery.trade_date },
    work: '',
    raw: { path: '', sha256: hash, bytes: bytes.length, key, put: Promise.resolve(put) },
    received_at_ns: now_ns(),
    commit_id: sha256OfValue({ hash, version: delivery.version, trade_date: delivery.trade_date }),
  };
  const standing = findCommit(await readManifestChain(store, PAPER_FEED), job.commit_id);
  if (standing === null) await commitDelivery(job, (beside) => settlePaper(job, delivery, beside));
  else await recordDuplicate(job, standing.entry);
}

async function settlePaper(job: DeliveryJob, delivery: PaperDelivery, beside: Beside): Promise<Settled> {
  const { store } = job.context;
  const known = new Map<string, number>();
  for (const { file } of beside.standing) {
    for (const row of await readPaper(store, file.key)) known.set(row.key, row.says);
  }
  const rows: PaperRow[] = [];
  const totals = { read: 0, accepted: 0, rejected: 0, duplicates: 0, ignored: 0, control_lines: 0, bytes: 0 };
  for (const [record, { key, says }] of delivery.records.entries()) {
    totals.read += 1;
    const before = known.get(key);
    if (says === null || (before !== undefined && before !== says)) totals.rejected += 1;
    else if (before !== undefined) totals.duplicates += 1;
    else {
      totals.accepted += 1;
      known.set(key, says);
      rows.push({ key, says, source: job.raw.sha256, record });
    }
  }
  if (totals.read === totals.rejected) {
    const fault = deliveryFault(
      'no-record-accepted',
      { file: delivery.name },
      { read: totals.read, first: '' },
    );
    return { refused: { totals, faults: [fault], examples: [] } };
  }
  const bytes = Buffer.from(JSON.stringify(rows));
  const hash = sha256(bytes);
  const name = `data/order_events/trade_date=${delivery.trade_date}/feed=${PAPER_FEED}/${job.commit_id.slice(0, 16)}-${hash.slice(0, 16)}`;
  const files =
    rows.length === 0
      ? []
      : [
          {
            dataset: 'order_events',
            sha256: hash,
            bytes: bytes.length,
            rows: rows.length,
            trade_date: delivery.trade_date,
          },
        ];
  const put = await Promise.all(
    files.map((file) =>
      putContent(store, { name, end: '.parquet', sha256: hash, removed: beside.removed }, { bytes }).then(
        (done) => ({
          ...file,
          ...done,
        }),
      ),
    ),
  );
  return { published: { totals, control: [], notices: [], files: put, quarantine: null } };
}

/** The rows of a data file on paper; a missing file throws, as no reader may ever meet one. */
export async function readPaper(store: ObjectStore, key: string): Promise<PaperRow[]> {
  const bytes = await store.get(key);
  if (bytes === null) throw new Error(`a manifest names ${key}, which is not there`);
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as PaperRow[];
}
