import type { Manifest } from '../domain/generated/manifest.js';
import { type ChainedEntry, isManifest } from './chain-entry.js';

/** The manifest that stands for a commit id: the newest one of its delivery; null where there is none. */
export function findCommit(chain: readonly ChainedEntry[], commit_id: string): ChainedEntry<Manifest> | null {
  return chain.filter(isManifest).findLast(({ entry }) => entry.commit_id === commit_id) ?? null;
}
