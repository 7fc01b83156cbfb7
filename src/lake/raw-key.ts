import { OperationalFailure } from '../domain/operational-failure.js';
import type { ObjectStore } from '../store/object-store.js';
import type { ChainedEntry } from './chain-entry.js';
import { readManifestChain } from './manifest-chain.js';
import { listCommittedFeeds } from './read-lake.js';
import { isRemoved } from './removed-keys.js';

/** The key under which a feed's raw bytes of a hash are stored: the first one that retention has not removed. */
export async function rawKey(store: ObjectStore, feed: string, sha256: string): Promise<string> {
  const chains = await chainsFor(store, await readManifestChain(store, feed));
  const name = `raw/${sha256.slice(0, 2)}/${sha256}`;
  for (let again = 0; ; again += 1) {
    const key = again === 0 ? name : `${name}-${again}`;
    if (!chains.some((chain) => isRemoved(chain, key))) return key;
  }
}

/** Throws `raw-removed` where retention has recorded the removal of raw bytes after they were put; a rerun uses another key. */
export async function requireRawKept(
  store: ObjectStore,
  chain: readonly ChainedEntry[],
  key: string,
): Promise<void> {
  const chains = await chainsFor(store, chain);
  if (chains.some((one) => isRemoved(one, key))) {
    throw new OperationalFailure('raw-removed', { key }, { retryable: true });
  }
}

/** A removal of raw bytes is in every chain that there is; a chain that only begins looks at the others. */
async function chainsFor(
  store: ObjectStore,
  chain: readonly ChainedEntry[],
): Promise<(readonly ChainedEntry[])[]> {
  if (chain.length > 0) return [chain];
  const feeds = await listCommittedFeeds(store);
  return Promise.all(feeds.map((feed) => readManifestChain(store, feed)));
}
