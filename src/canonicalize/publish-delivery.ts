import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataFile, Manifest, PutReceipt } from '../domain/generated/manifest.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { hashFile } from '../store/hash-file.js';
import type { ObjectStore } from '../store/object-store.js';
import { verifiedFile } from '../store/verified-file.js';
import type { CheckedSegment } from './check-segment.js';
import { type DeliveryJob, receiptOf } from './delivery-job.js';
import type { RecordFault } from './diagnostics.js';
import type { Route } from './feed.js';
import { finishParts } from './finish-parts.js';
import { recordEndOf } from './framing/record-end.js';
import { toRejections } from './to-rejections.js';
import { writeQuarantine } from './write-quarantine.js';

/** Raised whenever the bytes or rows that a delivery becomes may change; part of every commit id. */
export const CANONICALIZER = 3;

/** What is in the store of a delivery, ready to be named by an entry. */
export type Publication = Pick<Manifest, 'totals' | 'control' | 'files' | 'quarantine'> & {
  notices: NonNullable<Manifest['notices']>;
};

/** Where an attempt works, and the keys that it may not use. */
export type Target = { work: string; removed: ReadonlySet<string> };

/** Key-value metadata of every data file that a route of a delivery fills. */
export function footerOf({ feed, raw, commit_id }: DeliveryJob, route: Route): Record<string, string> {
  return {
    commit_id,
    dataset: route.dataset.name,
    delivery_sha256: raw.sha256,
    feed: feed.spec.feed,
    feed_version: String(feed.spec.version),
    schema_sha256: route.dataset.schema_sha256,
  };
}

/**
 * Writes and stores everything that a checked delivery becomes. Nothing of it is visible before an entry names it.
 *
 * Keys in `removed` have been or will be taken out of the store, and are not used. Throws OperationalFailure.
 */
export async function publishDelivery(
  job: DeliveryJob,
  result: Omit<Publication, 'files' | 'quarantine'> & {
    session: DuckDbSession;
    checked: readonly CheckedSegment[];
    faults: () => AsyncGenerator<RecordFault>;
  },
  target: Target,
): Promise<Publication> {
  const { context, feed, delivery } = job;
  const { totals, control, notices } = result;
  const written = await finishParts(
    result.session,
    { feed, parts: result.checked.flatMap(({ parts }) => parts), accepted: totals.accepted },
    { work: target.work, trade_date: delivery.trade_date, footer: (route) => footerOf(job, route) },
  );
  const files: DataFile[] = [];
  for (const file of written) {
    const { trade_date, rows, bytes, sha256 } = file;
    const dataset = (feed.routes[file.route] as Route).dataset.name;
    const key = freeKey(`data/${dataset}/${objectName(trade_date, job, sha256)}`, target.removed);
    const put = await putExactly(context.store, key, file);
    files.push({ dataset, key, sha256, bytes, rows, trade_date, ...put });
  }
  const quarantine = totals.rejected === 0 ? null : await publishQuarantine(job, result.faults(), target);
  return { totals, control, notices, files, quarantine };
}

async function publishQuarantine(
  job: DeliveryJob,
  faults: AsyncGenerator<RecordFault>,
  target: Target,
): Promise<NonNullable<Manifest['quarantine']>> {
  const { context, feed, raw, delivery } = job;
  const file = path.join(target.work, 'quarantine.parquet');
  const rejections = toRejections(faults, {
    path: raw.path,
    format: feed.spec.format.type,
    compression: feed.spec.format.compression,
    encoding: feed.spec.format.encoding,
    record_end: recordEndOf(feed),
    sha256: raw.sha256,
    feed: feed.spec.feed,
  });
  const stored = await writeQuarantine(file, rejections);
  const sha256 = await hashFile(file);
  const key = freeKey(`quarantine/${objectName(delivery.trade_date, job, sha256)}`, target.removed);
  const put = await putExactly(context.store, key, { path: file, sha256 });
  return { key, sha256, bytes: (await stat(file)).size, ...stored, ...put };
}

/**
 * The part of a key that inputs and bytes decide. The bytes are in it because what is a duplicate depends on the
 * deliveries published before: after a crash, others may have come in between.
 */
function objectName(trade_date: string, { feed, commit_id }: DeliveryJob, sha256: string): string {
  return `trade_date=${trade_date}/feed=${feed.spec.feed}/${commit_id.slice(0, 32)}-${sha256.slice(0, 32)}`;
}

/** A key of Parquet that was never removed: what garbage collection takes may not be named again. */
function freeKey(name: string, removed: ReadonlySet<string>): string {
  for (let again = 0; ; again += 1) {
    const key = again === 0 ? `${name}.parquet` : `${name}-${again}.parquet`;
    if (!removed.has(key)) return key;
  }
}

/** Puts a file; where an earlier, interrupted run has put the key already, its bytes must be the same. */
async function putExactly(
  store: ObjectStore,
  key: string,
  file: { path: string; sha256: string },
): Promise<{ put?: PutReceipt }> {
  const put = await store.putIfAbsent(key, { file: file.path });
  if (put.outcome === 'taken') await verifiedFile(store, { key, sha256: file.sha256 });
  const receipt = receiptOf(put);
  return receipt === undefined ? {} : { put: receipt };
}
