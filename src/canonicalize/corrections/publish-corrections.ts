import type { Corrections, DataFile, SupersededFile } from '../../domain/generated/manifest.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { contentName, dataFileName } from '../../lake/data-file-key.js';
import { putContent } from '../../lake/put-content.js';
import type { DeliveryJob } from '../delivery-job.js';
import type { PublishTarget } from '../publish-target.js';
import type { PastFiles } from './past-files.js';
import { type OwnFile, type RestatedFile, restateOwnFiles, restatePastFiles } from './restate-files.js';
import type { SettledCorrections } from './settle-corrections.js';
import { writeCorrections } from './write-corrections.js';

/** Corrections that are settled in a session, and the files of the past that they are about. */
export type Correction = { settled: SettledCorrections; past: PastFiles; position: number };

/** What corrections add to a publication. */
export type PublishedCorrections = {
  files: DataFile[];
  supersedes: SupersededFile[];
  corrections?: Corrections;
};

/** Stores the files that a delivery restates and what is to be remembered of its corrections. */
export async function publishCorrections(
  job: DeliveryJob,
  source: { session: DuckDbSession; correction: Correction; own: readonly OwnFile[] },
  target: PublishTarget,
): Promise<PublishedCorrections> {
  const { session, correction, own } = source;
  const { feed, raw, delivery, commit_id } = job;
  const datasets = new Map(feed.routes.map(({ dataset }) => [dataset.name, dataset]));
  const restating = { work: target.work, commit_id, datasets };
  const position = { files: own, position: correction.position, trade_date: delivery.trade_date };
  const restated = [
    ...(await restatePastFiles(session, correction.past.files, restating)),
    ...(await restateOwnFiles(session, position, restating)),
  ];
  const files: DataFile[] = [];
  for (const { written } of restated) {
    if (written !== null) files.push(await putRestated(job, written, target));
  }
  const supersedes = restated.flatMap((one) => one.supersedes ?? []);
  const { replacing, deleting, superseded } = correction.settled.counts;
  if (replacing + deleting === 0) return { files, supersedes };
  const footer = { commit_id, delivery_sha256: raw.sha256, feed: feed.spec.feed };
  const from = { sha256: raw.sha256, trade_date: delivery.trade_date };
  const { path, content } = await writeCorrections(session, from, { work: target.work, footer });
  const folder = `corrections/trade_date=${delivery.trade_date}/feed=${feed.spec.feed}`;
  const { sha256 } = content;
  const name = `${folder}/${contentName({ commit_id, sha256 })}`;
  const object = { name, end: '.parquet', sha256, removed: target.removed } as const;
  const put = await putContent(job.context.store, object, { file: path });
  return { files, supersedes, corrections: { ...content, replacing, deleting, superseded, ...put } };
}

async function putRestated(
  job: DeliveryJob,
  { path, content }: NonNullable<RestatedFile['written']>,
  target: PublishTarget,
): Promise<DataFile> {
  const { sha256, dataset, trade_date } = content;
  const { feed, commit_id, context } = job;
  const name = dataFileName({ dataset, trade_date, feed: feed.spec.feed, commit_id, sha256 });
  const put = await putContent(context.store, { ...name, sha256, removed: target.removed }, { file: path });
  return { ...content, ...put };
}
