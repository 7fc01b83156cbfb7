import { carryChain } from '../lake/carry-chain.js';
import { type ChainedEntry, isManifest } from '../lake/chain-entry.js';
import { readManifestChain, seenChain } from '../lake/manifest-chain.js';
import type { CanonicalizeContext } from './canonicalize-context.js';
import { canonicalizeDelivery } from './canonicalize-delivery.js';
import type { CanonicalizedDelivery } from './canonicalized-delivery.js';
import { type BroughtSettlement, commitDelivery } from './commit-delivery.js';
import type { DeliveryJob } from './delivery-job.js';
import type { Feed } from './feed.js';
import { standingCommit, takeStanding } from './identify-delivery.js';
import type { KeysSince } from './keys-since.js';
import { recordRefusal } from './record-refusal.js';
import type { Settlement } from './settlement.js';

/**
 * Commits what a delivery was settled to, as `canonicalizeDelivery` would have at this place of the feed's chain.
 *
 * Where the settlement does not hold any more, because a record of it was published since, the delivery is read again from
 * the lake's raw bytes. Committing again adds nothing. Throws OperationalFailure.
 */
export async function commitSettlement(
  context: CanonicalizeContext,
  feed: Feed,
  { settlement, since }: { settlement: Settlement; since: KeysSince },
): Promise<CanonicalizedDelivery> {
  const { commit_id, settled } = settlement;
  if (commit_id === null) return canonicalizeAgain(context, feed, settlement);
  const job = jobOf(context, feed, { settlement, commit_id });
  const standing = await findStanding(job);
  if (standing !== null) {
    if ('standing' in standing) return takeStanding(job, standing.standing);
    return recordRefusal(job, { totals: null, faults: [standing.refused], examples: [] });
  }
  const brought: BroughtSettlement | null = settled === null ? null : { settled, holds };
  function holds(now: readonly ChainedEntry[], replaces: readonly string[]): boolean {
    return since.holds(settlement, now, { replaces, corrects: corrects(feed, now) });
  }
  try {
    return await commitDelivery(job, () => Promise.reject(new NoLongerHolds()), brought);
  } catch (error) {
    if (error instanceof NoLongerHolds) return canonicalizeAgain(context, feed, settlement);
    throw error;
  }
}

/** As `standingCommit`; that it is not there yet is proven by the put of its entry, and the chain is not read for it. */
async function findStanding(job: DeliveryJob): Promise<ReturnType<typeof standingCommit>> {
  const { store } = job.context;
  const { feed } = job.feed.spec;
  const seen = seenChain(store, feed);
  if (seen !== null && standingCommit(job, seen) === null) return null;
  return standingCommit(job, await readManifestChain(store, feed));
}

/** Ends a commit whose settlement is not what the delivery comes to any more; nothing was appended. */
class NoLongerHolds extends Error {}

/** Whether a delivery of a feed may have something to do with rows of others. */
function corrects({ spec }: Feed, chain: readonly ChainedEntry[]): boolean {
  return spec.corrections !== undefined || corrected(chain).ever;
}

const corrected = carryChain(
  () => ({ ever: false }),
  (known, chained) => {
    known.ever ||= isManifest(chained) && chained.entry.corrections !== undefined;
  },
);

function jobOf(
  context: CanonicalizeContext,
  feed: Feed,
  { settlement, commit_id }: { settlement: Settlement; commit_id: string },
): DeliveryJob {
  const { file: name, trade_date, raw, received_at_ns } = settlement;
  return {
    context,
    feed,
    delivery: { path: '', name, trade_date },
    work: '',
    raw: { path: '', ...raw, put: Promise.resolve(raw.put) },
    received_at_ns: BigInt(received_at_ns),
    commit_id,
  };
}

/** Reads a delivery again from the lake's raw bytes: it was refused by what it looks up, or a record of it was published since. */
async function canonicalizeAgain(
  context: CanonicalizeContext,
  feed: Feed,
  { file: name, trade_date, raw, received_at_ns }: Settlement,
): Promise<CanonicalizedDelivery> {
  const path = await context.store.localFile(raw.key);
  const offered = { path, name, trade_date, received_at_ns: BigInt(received_at_ns) };
  return canonicalizeDelivery(context, feed, offered);
}
