import type { Manifest } from '../domain/generated/manifest.js';
import type { Refusal } from '../domain/generated/refusal.js';
import { appendEntry, type Decision } from '../lake/append-entry.js';
import type { ChainedEntry } from '../lake/chain-entry.js';
import { findCommit } from '../lake/find-commit.js';
import { requireRawKept } from '../lake/raw-key.js';
import { standingFiles } from '../lake/read-lake.js';
import { removedKeys } from '../lake/removed-keys.js';
import type { CanonicalizedDelivery } from './canonicalized-delivery.js';
import { feedHistory, goneWith, type Settling } from './corrections/feed-history.js';
import type { DeliveryJob, ReceivedDelivery } from './delivery-job.js';
import { draftManifest } from './draft-manifest.js';
import { recordDuplicate } from './record-duplicate.js';
import { decideRefusal } from './record-refusal.js';
import { resentFiles } from './resent-files.js';
import type { Beside, Settled } from './settled-delivery.js';

/** What a delivery came to beside a state of the chain; null is the one that stands. */
type Attempt = { state: string | null; settled: Settled };

/** What a delivery came to beside an earlier state of the chain, and whether that is still what it comes to beside a later one. */
export type BroughtSettlement = {
  settled: Settled;
  holds: (chain: readonly ChainedEntry[], replaces: readonly string[]) => boolean;
};

/**
 * Commits a delivery by one entry of its feed's chain: a manifest, or a refusal.
 *
 * `settle` puts the objects that the delivery becomes beside what stands; what is a repeated record depends on that.
 * Where another writer has changed it in the meantime, the delivery is settled again beside what stands then, so that two
 * writers at once never publish the same record twice. What was settled before, elsewhere, is `brought` and spares that as
 * long as it holds.
 */
export async function commitDelivery(
  job: DeliveryJob,
  settle: (beside: Beside) => Promise<Settled>,
  brought: BroughtSettlement | null = null,
): Promise<CanonicalizedDelivery> {
  const { store, now_ns } = job.context;
  const write_id = job.context.new_write_id();
  let attempt: Attempt | null = null;
  const committed = await appendEntry<Manifest | Refusal>(
    { store, feed: job.feed.spec.feed, now_ns, begin: brought === null ? 'read' : 'as-seen' },
    async (chain): Promise<Decision<Manifest | Refusal>> => {
      await requireRawKept(store, chain, job.raw.key);
      const before = findCommit(chain, job.commit_id);
      if (before !== null) return { standing: before };
      const resent = resentFiles(job, chain);
      if ('older' in resent) {
        const refused = { totals: null, faults: [resent.older], examples: [] };
        attempt = { state: null, settled: { refused } };
        return decideRefusal(job, refused, chain);
      }
      if (brought?.holds(chain, resent.replaces) === true) {
        attempt = { state: null, settled: brought.settled };
      } else {
        const beside = besideOf(job, chain, resent.replaces);
        const state = stateOf(beside);
        if (attempt?.state !== state) attempt = { state, settled: await settle(beside) };
      }
      const { settled } = attempt;
      if ('refused' in settled) return decideRefusal(job, settled.refused, chain);
      const gone = goneWith(chain, settlingOf(job, resent.replaces));
      return { append: await draftManifest(job, settled.published, { gone, ...resent, write_id }) };
    },
  );
  await job.raw.put;
  const outcome = outcomeOf(job, committed, { write_id, attempt });
  if (outcome.status === 'already_published') await recordDuplicate(job, outcome.manifest);
  return outcome;
}

function outcomeOf(
  job: DeliveryJob,
  { entry, key }: ChainedEntry<Manifest | Refusal>,
  { write_id, attempt }: { write_id: string; attempt: Attempt | null },
): CanonicalizedDelivery {
  if (entry.kind !== 'refusal') {
    const status = entry.write_id === write_id ? 'published' : 'already_published';
    return { status, manifest: entry, manifest_key: key };
  }
  const refused = attempt !== null && 'refused' in attempt.settled ? attempt.settled.refused : null;
  return { status: 'refused', sha256: job.raw.sha256, totals: null, faults: [], examples: [], ...refused };
}

/** What stands of other deliveries of the feed, on every trade date that this one may hold. */
export function besideOf(
  received: ReceivedDelivery,
  chain: readonly ChainedEntry[],
  replaces: readonly string[],
): Beside {
  const settling = settlingOf(received, replaces);
  const { trade_date, sha256, by_event } = settling;
  const gone = [sha256, ...replaces];
  const removed = removedKeys(chain);
  return {
    standing: standingFiles(chain)
      // What retention has removed cannot be compared with any more.
      .filter(({ file }) => !removed.has(file.key))
      .filter(({ origin }) => origin.trade_date !== trade_date || !gone.includes(origin.delivery.sha256))
      .filter(({ file }) => by_event || file.trade_date === trade_date),
    removed,
    history: feedHistory(chain, settling),
  };
}

function settlingOf({ feed, delivery, raw }: ReceivedDelivery, replaces: readonly string[]): Settling {
  const by_event = feed.spec.trade_date === 'event';
  return { trade_date: delivery.trade_date, sha256: raw.sha256, by_event, replaces };
}

/** All that decides how a delivery is settled. */
export function stateOf({ standing, removed, history }: Beside): string {
  const corrections = history.others.map(({ manifest }) => manifest.corrections?.key ?? '');
  const gone = history.gone.map(({ manifest }) => manifest.commit_id);
  return [...standing.map(({ file }) => file.key), ...removed, ...corrections, ...gone].join('\n');
}
