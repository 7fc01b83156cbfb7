import type { Manifest, Restatement } from '../domain/generated/manifest.js';
import type { ChainedEntry, EntryDraft } from '../lake/chain-entry.js';
import { receiptOf } from '../lake/put-content.js';
import { type CommittedFile, standingFiles } from '../lake/read-lake.js';
import { type DeliveryJob, deliveryOf } from './delivery-job.js';
import { CANONICALIZER, type Publication } from './publish-delivery.js';

/** The manifest of a delivery whose objects are in the store, beside the chain that it will follow. */
export async function draftManifest(
  job: DeliveryJob,
  published: Publication,
  after: { chain: readonly ChainedEntry[]; write_id: string },
): Promise<EntryDraft<Manifest>> {
  const { feed, delivery, raw, commit_id } = job;
  const replaced = earlierResult(job, after.chain);
  const put = receiptOf(await raw.put);
  return {
    kind: 'delivery',
    write_id: after.write_id,
    feed: feed.spec.feed,
    commit_id,
    feed_version: feed.spec.version,
    feed_spec_sha256: feed.spec_sha256,
    schema_sha256: feed.dataset.schema_sha256,
    canonicalizer: CANONICALIZER,
    trade_date: delivery.trade_date,
    dataset: feed.spec.to,
    delivery: deliveryOf(job),
    raw_key: raw.key,
    ...(put === undefined ? {} : { raw_put: put }),
    ...published,
    supersedes: replaced.map(({ file: { key, sha256 } }) => ({ key, sha256 })),
    restates: replaced.length === 0 ? null : respecified(job, replaced),
    repair: null,
  };
}

/** Standing files with the rows of the same delivery, from before it was read by this specification. */
function earlierResult({ delivery, raw }: DeliveryJob, chain: readonly ChainedEntry[]): CommittedFile[] {
  return standingFiles(chain).filter(
    ({ origin }) => origin.delivery.sha256 === raw.sha256 && origin.trade_date === delivery.trade_date,
  );
}

function respecified({ feed }: DeliveryJob, replaced: readonly CommittedFile[]): Restatement {
  const before = [...new Set(replaced.map(({ origin }) => origin.feed_version))].join(', ');
  return {
    reason: 'respecified',
    replaced: replaced.reduce((total, { file }) => total + file.rows, 0),
    deleted: 0,
    detail: `read by version ${feed.spec.version} of the feed, before by version ${before}`,
  };
}
