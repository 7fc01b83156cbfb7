import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataFile, Manifest } from '../domain/generated/manifest.js';
import type { Totals } from '../domain/generated/totals.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { commitManifest } from '../lake/commit-manifest.js';
import { hashFile } from '../store/hash-file.js';
import type { ObjectStore } from '../store/object-store.js';
import { verifiedFile } from '../store/verified-file.js';
import type { CanonicalizeContext } from './canonicalize-context.js';
import type { CheckedSegment } from './check-segment.js';
import type { RecordFault } from './diagnostics.js';
import type { Feed, Route } from './feed.js';
import { finishParts } from './finish-parts.js';
import { toRejections } from './to-rejections.js';
import { writeQuarantine } from './write-quarantine.js';

/** Raised whenever the bytes or rows that a delivery becomes may change; part of every commit id. */
export const CANONICALIZER = 3;

/** One framed delivery on its way to publication. */
export type DeliveryJob = {
  context: CanonicalizeContext;
  feed: Feed;
  delivery: { path: string; name: string; trade_date: string };
  /** Folder of this delivery's work in progress. */
  work: string;
  /** Copy of the bytes as received. */
  raw: { path: string; sha256: string; bytes: number };
  commit_id: string;
};

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
 * Writes and stores everything that a checked delivery becomes, then commits it by its manifest.
 *
 * Nothing is visible before the commit. Throws OperationalFailure.
 */
export async function publishDelivery(
  job: DeliveryJob,
  result: {
    session: DuckDbSession;
    checked: readonly CheckedSegment[];
    totals: Totals;
    /** Whether valid records do not become rows because their key stands already. */
    dropped: boolean;
    control: Manifest['control'];
    notices: NonNullable<Manifest['notices']>;
    faults: () => AsyncGenerator<RecordFault>;
  },
): Promise<{ status: 'published'; manifest: Manifest; manifest_key: string }> {
  const { context, feed, delivery, raw, commit_id } = job;
  const { store } = context;
  const written = await finishParts(
    result.session,
    {
      feed,
      parts: result.checked.flatMap(({ parts }) => parts),
      accepted: result.totals.accepted,
      dropped: result.dropped,
    },
    { work: job.work, trade_date: delivery.trade_date, footer: (route) => footerOf(job, route) },
  );
  const raw_key = `raw/${raw.sha256.slice(0, 2)}/${raw.sha256}`;
  await store.putIfAbsent(raw_key, { file: raw.path });
  const files: DataFile[] = [];
  for (const file of written) {
    const dataset = (feed.routes[file.route] as Route).dataset.name;
    const key = `data/${dataset}/${objectName(file.trade_date, feed, { commit_id, sha256: file.sha256 })}`;
    await putExactly(store, key, file);
    const { trade_date, rows, bytes, sha256 } = file;
    files.push({ dataset, key, sha256, bytes, rows, trade_date });
  }
  const committed = await commitManifest(store, {
    format: 1,
    commit_id,
    write_id: context.new_write_id(),
    feed: feed.spec.feed,
    feed_version: feed.spec.version,
    feed_spec_sha256: feed.spec_sha256,
    schema_sha256: feed.dataset.schema_sha256,
    canonicalizer: CANONICALIZER,
    trade_date: delivery.trade_date,
    dataset: feed.spec.to,
    delivery: {
      uri: delivery.name,
      sha256: raw.sha256,
      bytes: raw.bytes,
      received_at_ns: String(context.now_ns()),
      feed: feed.spec.feed,
      trade_date: delivery.trade_date,
      format: feed.spec.format.type,
      compression: feed.spec.format.compression,
      encoding: feed.spec.format.encoding,
    },
    raw_key,
    totals: result.totals,
    control: result.control,
    notices: result.notices,
    files,
    quarantine: result.totals.rejected === 0 ? null : await publishQuarantine(job, result.faults()),
  });
  return { status: 'published', manifest: committed.manifest, manifest_key: committed.key };
}

async function publishQuarantine(
  job: DeliveryJob,
  faults: AsyncGenerator<RecordFault>,
): Promise<NonNullable<Manifest['quarantine']>> {
  const { context, feed, raw, delivery, commit_id } = job;
  const file = path.join(job.work, 'quarantine.parquet');
  const rejections = toRejections(faults, {
    path: raw.path,
    format: feed.spec.format.type,
    compression: feed.spec.format.compression,
    encoding: feed.spec.format.encoding,
    sha256: raw.sha256,
    feed: feed.spec.feed,
  });
  const stored = await writeQuarantine(file, rejections);
  const sha256 = await hashFile(file);
  const key = `quarantine/${objectName(delivery.trade_date, feed, { commit_id, sha256 })}`;
  await putExactly(context.store, key, { path: file, sha256 });
  return { key, sha256, bytes: (await stat(file)).size, ...stored };
}

/**
 * The part of a key that inputs and bytes decide. The bytes are in it because what is a duplicate depends on the
 * deliveries published before: after a crash, others may have come in between.
 */
function objectName(trade_date: string, feed: Feed, file: { commit_id: string; sha256: string }): string {
  const name = `${file.commit_id.slice(0, 32)}-${file.sha256.slice(0, 32)}`;
  return `trade_date=${trade_date}/feed=${feed.spec.feed}/${name}.parquet`;
}

/** Puts a file; where an earlier, interrupted run has put the key already, its bytes must be the same. */
async function putExactly(
  store: ObjectStore,
  key: string,
  file: { path: string; sha256: string },
): Promise<void> {
  if ((await store.putIfAbsent(key, { file: file.path })) === 'stored') return;
  await verifiedFile(store, { key, sha256: file.sha256 });
}
