import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataFile, Manifest } from '../domain/generated/manifest.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { contentName, dataFileName } from '../lake/data-file-key.js';
import { putContent } from '../lake/put-content.js';
import { hashFile } from '../store/hash-file.js';
import type { CheckedSegment } from './check-segment.js';
import { type Correction, publishCorrections } from './corrections/publish-corrections.js';
import type { DeliveryJob } from './delivery-job.js';
import type { RecordFault } from './diagnostics.js';
import { STORED_FAULTS } from './fault-spill.js';
import type { Route } from './feed.js';
import { type FilesTarget, finishParts } from './finish-parts.js';
import { storedRecords } from './personal/stored-records.js';
import type { PublishTarget } from './publish-target.js';
import { toRejections } from './to-rejections.js';
import { writeEmptyFiles } from './write-empty-files.js';
import { writeQuarantine } from './write-quarantine.js';

/** Raised whenever the bytes or rows that a delivery becomes may change; part of every commit id. */
export const CANONICALIZER = 4;

/** What is in the store of a delivery, ready to be named by an entry. */
export type Publication = Pick<Manifest, 'totals' | 'control' | 'files' | 'quarantine' | 'corrections'> & {
  notices: NonNullable<Manifest['notices']>;
  /** Files of other deliveries, and of its own, of which it restates what stands; none without corrections. */
  supersedes?: Manifest['supersedes'];
  /** What its corrections did to rows of other deliveries. */
  restated?: { replaced: number; deleted: number };
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
 * Writes and stores everything that a checked delivery becomes. Nothing of it is visible before an entry names it.
 *
 * Keys in `removed` have been or will be taken out of the store, and are not used. Throws OperationalFailure.
 */
export async function publishDelivery(
  job: DeliveryJob,
  result: Pick<Publication, 'totals' | 'control' | 'notices'> & {
    session: DuckDbSession;
    correction: Correction | null;
    checked: readonly CheckedSegment[];
    /** Whether valid records do not become rows because their key stands already. */
    dropped: boolean;
    faults: () => AsyncGenerator<RecordFault>;
  },
  target: PublishTarget,
): Promise<Publication> {
  const { context, feed, delivery } = job;
  const { totals, control, notices, correction } = result;
  const { deleting, superseded } = correction?.settled.counts ?? { deleting: 0, superseded: 0 };
  const unwritten = deleting + superseded;
  const files: FilesTarget = {
    work: target.work,
    trade_date: delivery.trade_date,
    footer: (route) => footerOf(job, route),
  };
  const written = await finishParts(
    result.session,
    {
      feed,
      parts: result.checked.flatMap(({ parts }) => parts),
      rows: totals.accepted - unwritten,
      dropped: result.dropped,
    },
    files,
  );
  // A replay without a record only withdraws some: the broker sent nothing empty.
  if (totals.read === 0 && correction === null && job.replay !== true)
    written.push(...(await writeEmptyFiles(result.session, feed, files)));
  const own: { path: string; file: DataFile }[] = [];
  for (const file of written) {
    const { trade_date, rows, bytes, sha256 } = file;
    const dataset = (feed.routes[file.route] as Route).dataset.name;
    const name = dataFileName({
      dataset,
      trade_date,
      feed: feed.spec.feed,
      commit_id: job.commit_id,
      sha256,
    });
    const put = await putContent(
      context.store,
      { ...name, sha256, removed: target.removed },
      { file: file.path },
    );
    own.push({ path: file.path, file: { dataset, sha256, bytes, rows, trade_date, ...put } });
  }
  const quarantine = totals.rejected === 0 ? null : await publishQuarantine(job, result.faults, target);
  const published = { totals, control, notices, files: own.map(({ file }) => file), quarantine };
  if (correction === null) return published;
  const { files: restated, ...corrected } = await publishCorrections(
    job,
    { session: result.session, correction, own },
    target,
  );
  const { rows_replaced: replaced, rows_deleted: deleted } = correction.settled.counts;
  return {
    ...published,
    ...corrected,
    files: [...published.files, ...restated],
    restated: { replaced, deleted },
  };
}

async function publishQuarantine(
  job: DeliveryJob,
  faults: () => AsyncGenerator<RecordFault>,
  target: PublishTarget,
): Promise<NonNullable<Manifest['quarantine']>> {
  const { context, feed, raw, delivery } = job;
  const file = path.join(target.work, 'quarantine.parquet');
  // What a replay rejects again is known record by record; it takes no more records than a delivery stores faults.
  const limit = job.replay === true ? Number.POSITIVE_INFINITY : STORED_FAULTS;
  const records = await storedRecords(job, faults, { work: target.work, limit });
  const rejections = toRejections(faults(), { records, sha256: raw.sha256, feed: feed.spec.feed });
  const stored = await writeQuarantine(file, rejections, limit);
  const sha256 = await hashFile(file);
  const folder = `quarantine/trade_date=${delivery.trade_date}/feed=${feed.spec.feed}`;
  const name = `${folder}/${contentName({ commit_id: job.commit_id, sha256 })}`;
  const object = { name, end: '.parquet', sha256, removed: target.removed } as const;
  const put = await putContent(context.store, object, { file });
  return { sha256, bytes: (await stat(file)).size, ...stored, ...put };
}
