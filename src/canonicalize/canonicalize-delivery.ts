import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { sha256OfValue } from '../domain/sha256.js';
import { findCommit } from '../lake/find-commit.js';
import { readManifestChain } from '../lake/manifest-chain.js';
import { rawKey } from '../lake/raw-key.js';
import { bindReferences, type Reference } from './bind-references.js';
import type { CanonicalizeContext } from './canonicalize-context.js';
import type { CanonicalizedDelivery } from './canonicalized-delivery.js';
import { checkDelivery } from './check-delivery.js';
import { commitDelivery } from './commit-delivery.js';
import type { DeliveryJob, ReceivedDelivery } from './delivery-job.js';
import type { Feed } from './feed.js';
import { copyRaw } from './framing/copy-raw.js';
import { compileDeletes } from './mapping/compile-deletes.js';
import { compileFeed } from './mapping/compile-feed.js';
import { tokenKey } from './personal/token-key.js';
import { CANONICALIZER } from './publish-delivery.js';
import { recordDuplicate } from './record-duplicate.js';
import { recordRefusal } from './record-refusal.js';
import { removedAgain } from './removed-again.js';
import { resentAgain } from './resent-files.js';
import { settleDelivery } from './settle-delivery.js';

/**
 * Turns one delivery into canonical Parquet, a quarantine and a manifest, published together or not at all.
 *
 * The raw bytes are stored first, whatever becomes of them; a refusal is recorded in the feed's chain too. The commit id
 * depends on the delivery's bytes, the feed specification, the canonical schema and the canonicalizer's version: a second
 * run of the same adds no object. Throws OperationalFailure where machinery fails.
 */
export async function canonicalizeDelivery(
  context: CanonicalizeContext,
  feed: Feed,
  delivery: { path: string; name: string; trade_date: string; received_at_ns?: bigint },
): Promise<CanonicalizedDelivery> {
  const key_id = tokenKey({ context, feed })?.key_id ?? null;
  await mkdir(context.work, { recursive: true });
  const work = await mkdtemp(path.join(context.work, 'delivery-'));
  try {
    const raw = await storeRaw(context, feed, { from: delivery.path, to: path.join(work, 'raw') });
    const received_at_ns = delivery.received_at_ns ?? context.now_ns();
    try {
      return await canonicalizeReceived({ context, feed, delivery, work, raw, received_at_ns }, key_id);
    } finally {
      // Whatever becomes of a delivery, its bytes are stored before the copy of them goes.
      await raw.put.catch(() => undefined);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function canonicalizeReceived(
  received: ReceivedDelivery,
  key_id: string | null,
): Promise<CanonicalizedDelivery> {
  const { context, feed, delivery, raw } = received;
  const { trade_date } = delivery;
  const compiled = [
    ...feed.routes.map((route) => compileFeed(route, { trade_date, source_sha256: raw.sha256, key_id })),
    ...compileDeletes(feed),
  ];
  const needed = compiled.flatMap(({ lookups }) => lookups);
  const references = await bindReferences(context.store, needed, delivery);
  if (!Array.isArray(references)) {
    return await recordRefusal(received, { totals: null, faults: [references], examples: [] });
  }
  const commit_id = commitId(feed, { trade_date, sha256: raw.sha256, references, key_id });
  const job = { ...received, commit_id };
  const chain = await readManifestChain(context.store, feed.spec.feed);
  const standing = findCommit(chain, commit_id);
  const refusal =
    standing === null
      ? null
      : (removedAgain(delivery.name, chain, standing.entry) ?? resentAgain(received, chain));
  if (refusal !== null) {
    return await recordRefusal(received, { totals: null, faults: [refusal], examples: [] });
  }
  if (standing === null) {
    const checked = await checkDelivery(job, compiled, references);
    return await commitDelivery(job, (beside) => settleDelivery(job, checked, beside));
  }
  await raw.put;
  await recordDuplicate(job, standing.entry);
  return { status: 'already_published', manifest: standing.entry, manifest_key: standing.key };
}

/**
 * Copies the bytes as received, and begins to store them: that goes on beside the checks and the writing of what they
 * become, and before any entry names them it is done.
 */
async function storeRaw(
  { store }: CanonicalizeContext,
  feed: Feed,
  { from, to }: { from: string; to: string },
): Promise<DeliveryJob['raw']> {
  const copied = await copyRaw(from, to);
  const key = await rawKey(store, feed.spec.feed, copied.sha256);
  const put = store.putIfAbsent(key, { file: to });
  // A failure is thrown where the put is waited for; until then it must not count as unhandled.
  put.catch(() => undefined);
  return { path: to, ...copied, key, put };
}

function commitId(
  feed: Feed,
  inputs: { trade_date: string; sha256: string; references: readonly Reference[]; key_id: string | null },
): string {
  const looked_up = inputs.references.map(({ relation, sha256 }) => ({ relation, sha256 }));
  return sha256OfValue({
    ...(looked_up.length === 0 ? {} : { looked_up }),
    ...(inputs.key_id === null ? {} : { personal_key: inputs.key_id }),
    delivery: inputs.sha256,
    feed_spec: feed.spec_sha256,
    schema: schemaHash(feed),
    canonicalizer: CANONICALIZER,
    trade_date: inputs.trade_date,
  });
}

/** Hash of the canonical schema that a delivery fills, or over those of all its routes. */
function schemaHash({ dataset, routes }: Feed): string {
  if (routes.length === 1) return dataset.schema_sha256;
  return sha256OfValue(routes.map((route) => route.dataset.schema_sha256));
}
