import type { Manifest } from '../domain/generated/manifest.js';
import { sha256OfValue } from '../domain/sha256.js';
import type { ChainedEntry } from '../lake/chain-entry.js';
import { findCommit } from '../lake/find-commit.js';
import { readManifestChain } from '../lake/manifest-chain.js';
import { bindReferences, type Reference } from './bind-references.js';
import type { CanonicalizedDelivery } from './canonicalized-delivery.js';
import type { DeliveryJob, ReceivedDelivery } from './delivery-job.js';
import type { DeliveryFault } from './diagnostics.js';
import type { Feed } from './feed.js';
import { compileDeletes } from './mapping/compile-deletes.js';
import { type CompiledFeed, compileFeed } from './mapping/compile-feed.js';
import { tokenKey } from './personal/token-key.js';
import { CANONICALIZER } from './publish-delivery.js';
import { recordDuplicate } from './record-duplicate.js';
import { removedAgain } from './removed-again.js';
import { resentAgain } from './resent-files.js';

/** What a delivery is checked with: its feed as SQL, and the reference data that it looks values up in. */
export type DeliveryInputs = { compiled: CompiledFeed[]; references: Reference[] };

/** A delivery before it is read: refused unread, to be read, or with the entry of its commit that stands in the chain. */
export type IdentifiedDelivery =
  | { refused: DeliveryFault }
  | { job: DeliveryJob; inputs: DeliveryInputs; read_at: number }
  | { job: DeliveryJob; inputs: DeliveryInputs; standing: ChainedEntry<Manifest> };

/**
 * Finds out what a delivery becomes by its bytes, the feed specification, the canonical schema, the canonicalizer's
 * version and the reference data: its commit id, and whether that stands already in the feed's chain.
 *
 * `read_at` is the length of that chain.
 */
export async function identifyDelivery(received: ReceivedDelivery): Promise<IdentifiedDelivery> {
  const { context, feed, delivery, raw } = received;
  const { trade_date } = delivery;
  const key_id = tokenKey({ context, feed })?.key_id ?? null;
  const compiled = [
    ...feed.routes.map((route) => compileFeed(route, { trade_date, source_sha256: raw.sha256, key_id })),
    ...compileDeletes(feed),
  ];
  const needed = compiled.flatMap(({ lookups }) => lookups);
  const references = await bindReferences(context.store, needed, delivery);
  if (!Array.isArray(references)) return { refused: references };
  const inputs = { compiled, references };
  const commit_id = commitId(feed, { trade_date, sha256: raw.sha256, references, key_id });
  const job = { ...received, commit_id };
  const chain = await readManifestChain(context.store, feed.spec.feed);
  return { job, inputs, ...(standingCommit(job, chain) ?? { read_at: chain.length }) };
}

/** The entry of a delivery's commit that stands in a chain, or why it may not come again; null where it never was there. */
export function standingCommit(
  job: DeliveryJob,
  chain: readonly ChainedEntry[],
): { standing: ChainedEntry<Manifest> } | { refused: DeliveryFault } | null {
  const standing = findCommit(chain, job.commit_id);
  if (standing === null) return null;
  const refused = removedAgain(job.delivery.name, chain, standing.entry) ?? resentAgain(job, chain);
  return refused === null ? { standing } : { refused };
}

/** Answers with the commit that stands; records that the bytes came under another name too where they did. */
export async function takeStanding(
  job: DeliveryJob,
  { entry, key }: ChainedEntry<Manifest>,
): Promise<CanonicalizedDelivery> {
  await job.raw.put;
  await recordDuplicate(job, entry);
  return { status: 'already_published', manifest: entry, manifest_key: key };
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
