import type { Hold } from '../../domain/generated/hold.js';
import type { RetentionPolicy } from '../../domain/generated/retention-policy.js';
import { appendEntry } from '../append-entry.js';
import type { ChainEntry, ChainedEntry } from '../chain-entry.js';
import { inParallel } from '../in-parallel.js';
import { listCommittedFeeds } from '../read-lake.js';
import type { RemovalMeans } from '../removal/collected-garbage.js';
import { removedKeys } from '../removed-keys.js';
import { holdsOver, standingHolds } from './holds.js';
import { needsOfChain } from './needs.js';
import { isRemovable, type KeptObject, keptObjects } from './plan-retention.js';

/** What was asked for: the day, the policy, and who asks. */
export type RetentionOrder = { policy: RetentionPolicy; on: string; by: string };

const DELETES = 8;

/**
 * Removes what has been kept as long as it must be, and returns it in the order of keys.
 *
 * Every object is in a removal entry before anything is deleted, and that entry follows a look at the chain as it stands:
 * a hold or a delivery that came first keeps the object. Raw bytes and results belong to no one feed: they are in a
 * removal of every feed, each of which can keep them. After a crash the next call finishes the deletes.
 */
export async function applyRetention(means: RemovalMeans, order: RetentionOrder): Promise<KeptObject[]> {
  const { store } = means;
  const objects = await keptObjects(store, order.policy);
  let left = objects.filter((object) => isRemovable(object, order.on));
  if (left.length === 0) return [];
  for (const feed of await listCommittedFeeds(store)) {
    const kept = await recordRemoval(means, { feed, objects: left }, order);
    left = left.filter(({ key }) => !kept.has(key));
  }
  await inParallel(left, DELETES, ({ key }) => store.remove(key));
  return left;
}

/** Appends the removal of what a feed's chain lets go; returns the keys of what it keeps. */
async function recordRemoval(
  { store, now_ns, new_write_id }: RemovalMeans,
  { feed, objects }: { feed: string; objects: readonly KeptObject[] },
  order: RetentionOrder,
): Promise<ReadonlySet<string>> {
  const write_id = new_write_id();
  let kept: ReadonlySet<string> = new Set();
  await appendEntry<ChainEntry>({ store, feed, now_ns }, (chain) => {
    kept = keptBy(chain, objects, order);
    const recorded = removedKeys(chain);
    const removed = objects.filter(({ key }) => isOf(key, feed) && !kept.has(key) && !recorded.has(key));
    const last = chain.at(-1);
    // All of it is recorded already, or stays.
    if (removed.length === 0 && last !== undefined) return Promise.resolve({ standing: last });
    return Promise.resolve({
      append: {
        kind: 'removal',
        write_id,
        feed,
        reason: 'retention',
        rule: `kept as long as the retention policy says, as of ${order.on}`,
        by: order.by,
        objects: removed.map(({ key, bytes, need }) => ({ key, sha256: need.sha256, bytes })),
      },
    });
  });
  return kept;
}

/** Keys of objects that a chain, as it now stands, needs longer or holds. */
function keptBy(
  chain: readonly ChainedEntry[],
  objects: readonly KeptObject[],
  { policy, on }: RetentionOrder,
): ReadonlySet<string> {
  const needed = needsOfChain(chain, policy)
    .filter(({ kept_through, hold_ids }) => kept_through >= on || hold_ids.length > 0)
    .map(({ key }) => key);
  const holds = standingHolds(chain);
  const results = objects
    .map(({ key }) => key)
    .filter((key) => OF_NO_FEED.test(key) && isHeld(holds, dateOf(key)));
  return new Set([...needed, ...results]);
}

const OF_NO_FEED = /^(?:results|jobs|canaries)\//;

/** Whether a hold is over a trade date; what names none is held by any. */
function isHeld(holds: readonly Hold[], trade_date: string): boolean {
  return trade_date === '' ? holds.length > 0 : holdsOver(holds, [trade_date]).length > 0;
}

function dateOf(key: string): string {
  return /\/trade_date=([0-9-]+)\//.exec(key)?.[1] ?? '';
}

/** Whether a removal of an object belongs into a feed's chain: its own data, and what is of no one feed. */
function isOf(key: string, feed: string): boolean {
  return !/^(data|quarantine)\//.test(key) || key.includes(`/feed=${feed}/`);
}
