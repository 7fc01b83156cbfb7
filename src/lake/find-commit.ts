import type { Manifest } from '../domain/generated/manifest.js';
import { carryChain } from './carry-chain.js';
import { type ChainedEntry, isManifest } from './chain-entry.js';

const commits = carryChain(
  () => new Map<string, ChainedEntry<Manifest>>(),
  (known, chained) => {
    if (isManifest(chained)) known.set(chained.entry.commit_id, chained);
  },
);

/** The manifest that stands for a commit id: the newest one of its delivery; null where there is none. */
export function findCommit(chain: readonly ChainedEntry[], commit_id: string): ChainedEntry<Manifest> | null {
  return commits(chain).get(commit_id) ?? null;
}
