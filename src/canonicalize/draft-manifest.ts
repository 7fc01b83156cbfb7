import type { Manifest, Restatement } from '../domain/generated/manifest.js';
import type { EntryDraft } from '../lake/chain-entry.js';
import { receiptOf } from '../lake/put-content.js';
import type { PastDelivery } from './corrections/feed-history.js';
import { type DeliveryJob, deliveryOf } from './delivery-job.js';
import { personalFields } from './personal/personal-fields.js';
import { tokenKey } from './personal/token-key.js';
import { CANONICALIZER, type Publication } from './publish-delivery.js';

/** The manifest of a delivery whose objects are in the store, beside the chain that it will follow. */
export async function draftManifest(
  job: DeliveryJob,
  published: Publication,
  beside: { gone: readonly PastDelivery[]; replaces: readonly string[]; write_id: string },
): Promise<EntryDraft<Manifest>> {
  const { feed, delivery, raw, commit_id } = job;
  const { supersedes = [], restated = { replaced: 0, deleted: 0 }, ...named } = published;
  const gone = beside.gone.flatMap(({ standing }) => standing.map(({ file }) => file));
  const replaces = beside.replaces.length === 0 ? {} : { replaces: [...beside.replaces] };
  const put = receiptOf(await raw.put);
  return {
    kind: 'delivery',
    write_id: beside.write_id,
    feed: feed.spec.feed,
    commit_id,
    feed_version: feed.spec.version,
    feed_spec_sha256: feed.spec_sha256,
    schema_sha256: feed.dataset.schema_sha256,
    ...personalOf(job),
    canonicalizer: CANONICALIZER,
    trade_date: delivery.trade_date,
    dataset: feed.spec.to,
    delivery: deliveryOf(job),
    raw_key: raw.key,
    ...(put === undefined ? {} : { raw_put: put }),
    ...named,
    ...replaces,
    supersedes: [...gone.map(({ key, sha256 }) => ({ key, sha256 })), ...supersedes],
    restates: restatement(job, beside, restated),
    repair: null,
  };
}

function personalOf({ feed, context }: DeliveryJob): Pick<Manifest, 'personal'> {
  const fields = [...personalFields(feed)];
  if (fields.length === 0) return {};
  return { personal: { fields, key_id: tokenKey({ context, feed })?.key_id ?? null } };
}

function restatement(
  { feed }: DeliveryJob,
  { gone, replaces }: { gone: readonly PastDelivery[]; replaces: readonly string[] },
  corrected: { replaced: number; deleted: number },
): Restatement | null {
  const corrects =
    corrected.replaced + corrected.deleted === 0
      ? ''
      : `corrections replaced ${corrected.replaced} and deleted ${corrected.deleted} rows of other deliveries`;
  const rows = gone.reduce((total, { standing }) => total + rowsOf(standing), 0);
  const { deleted } = corrected;
  const replaced = rows + corrected.replaced;
  const also = corrects === '' ? '' : `; ${corrects}`;
  if (replaces.length > 0) {
    const names = gone.map(({ manifest }) => manifest.delivery.uri);
    const detail = `takes the place of ${[...new Set(names)].join(', ')}${also}`;
    return { reason: 'resent', replaced, deleted, detail };
  }
  if (rows > 0) {
    const before = [...new Set(gone.map(({ manifest }) => manifest.feed_version))].join(', ');
    const detail = `read by version ${feed.spec.version} of the feed, before by version ${before}${also}`;
    return { reason: 'respecified', replaced, deleted, detail };
  }
  return corrects === '' ? null : { reason: 'correction', ...corrected, detail: corrects };
}

function rowsOf(standing: PastDelivery['standing']): number {
  return standing.reduce((total, { file }) => total + file.rows, 0);
}
