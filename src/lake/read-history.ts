import type { ObjectStore } from '../store/object-store.js';
import { chainAsOf } from './as-of.js';
import type { ChainedEntry } from './chain-entry.js';
import { readManifestChain } from './manifest-chain.js';
import { listCommittedFeeds, type Reading } from './read-lake.js';

/**
 * Every entry of the chains of all feeds or one, in the order of their times, of a feed in that of its chain.
 *
 * With a trade date (`yyyy-MM-dd`) only those that changed what is known of it: deliveries for it or with rows of it,
 * refusals, removals of its objects, holds over it.
 */
export async function readHistory(
  store: ObjectStore,
  { feed, as_of, trade_date }: Reading & { trade_date?: string },
): Promise<ChainedEntry[]> {
  const feeds = feed === undefined ? await listCommittedFeeds(store) : [feed];
  const chains = await Promise.all(
    feeds.map(async (name) => chainAsOf(await readManifestChain(store, name), name, as_of)),
  );
  return chains
    .flat()
    .filter(({ entry }) => trade_date === undefined || isAbout(entry, trade_date))
    .sort((left, right) => compare(BigInt(left.entry.committed_at_ns), BigInt(right.entry.committed_at_ns)));
}

function isAbout(entry: ChainedEntry['entry'], trade_date: string): boolean {
  if ('trade_date' in entry && entry.trade_date === trade_date) return true;
  if ('files' in entry) return entry.files.some((file) => file.trade_date === trade_date);
  if (entry.kind === 'removal')
    return entry.objects.some(({ key }) => key.includes(`/trade_date=${trade_date}/`));
  return 'hold_id' in entry && entry.from <= trade_date && trade_date <= entry.to;
}

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
