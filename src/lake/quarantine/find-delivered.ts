import type { Manifest } from '../../domain/generated/manifest.js';
import type { Refusal } from '../../domain/generated/refusal.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { ChainedEntry } from '../chain-entry.js';
import { readManifestChain } from '../manifest-chain.js';
import { listCommittedFeeds } from '../read-lake.js';
import { standingDeliveries, standingDelivery } from './standing-deliveries.js';

/** The chains of feeds by their names. */
export type Chains = ReadonlyMap<string, readonly ChainedEntry[]>;

/** A delivery as it is read now, in its feed's chain. */
export type FoundDelivery<Entry extends Manifest | Refusal = Manifest> = {
  entry: Entry;
  chain: readonly ChainedEntry[];
};

/** Least characters by which a commit id is told from a file name. */
const PREFIX = /^[0-9a-f]{4,64}$/;

/** The chains of all feeds that have ever committed. Throws `manifest-chain-broken`, `manifest-unreadable`. */
export async function readAllChains(store: ObjectStore): Promise<Chains> {
  const feeds = await listCommittedFeeds(store);
  return new Map(
    await Promise.all(feeds.map(async (feed) => [feed, await readManifestChain(store, feed)] as const)),
  );
}

/**
 * Published deliveries that a commit id or the beginning of one stands for, each as it is read now; mostly one.
 *
 * The id of an earlier reading stands for the delivery too.
 */
export function deliveriesOfCommit(chains: Chains, prefix: string): FoundDelivery[] {
  if (!PREFIX.test(prefix)) return [];
  const found = new Map<Manifest, FoundDelivery>();
  for (const chain of chains.values()) {
    for (const { entry } of chain) {
      if (entry.kind !== 'delivery' || !entry.commit_id.startsWith(prefix)) continue;
      const { sha256 } = entry.delivery;
      const standing = standingDelivery(chain, { sha256, trade_date: entry.trade_date });
      if (standing !== null) found.set(standing, { entry: standing, chain });
    }
  }
  return [...found.values()];
}

/**
 * Deliveries, refused ones too, that a commit id, its beginning or a file name stands for: of each feed and trade date
 * the newest of that name. Mostly one.
 */
export function findDelivered(chains: Chains, text: string): FoundDelivery<Manifest | Refusal>[] {
  const committed = deliveriesOfCommit(chains, text);
  if (committed.length > 0) return committed;
  const found = new Map<string, FoundDelivery<Manifest | Refusal>>();
  for (const chain of chains.values()) {
    for (const entry of outcomes(chain)) {
      if (entry.delivery.uri === text) found.set(`${entry.feed} ${entry.trade_date}`, { entry, chain });
    }
  }
  return [...found.values()];
}

/** What has become of each file of a chain: deliveries as they are read now, and refusals of those that never were. */
function outcomes(chain: readonly ChainedEntry[]): (Manifest | Refusal)[] {
  const published = new Set<Manifest | Refusal>(standingDeliveries(chain));
  return chain.flatMap(({ entry }): (Manifest | Refusal)[] => {
    if (entry.kind === 'delivery') return published.has(entry) ? [entry] : [];
    if (entry.kind !== 'refusal') return [];
    const { sha256 } = entry.delivery;
    return standingDelivery(chain, { sha256, trade_date: entry.trade_date }) === null ? [entry] : [];
  });
}

/** By which commands take a rejected record: the beginning of its commit's id, and its offset. */
export function recordId(manifest: Manifest, byte_offset: number): string {
  return `${manifest.commit_id.slice(0, 12)}:${byte_offset}`;
}

/** The parts of a record's id; null where the text is none. */
export function parseRecordId(text: string): { commit: string; byte_offset: number } | null {
  const match = /^([0-9a-f]{4,64}):([0-9]{1,15})$/.exec(text);
  return match === null ? null : { commit: String(match[1]), byte_offset: Number(match[2]) };
}
