import type { ChainedEntry } from './chain-entry.js';

/** Keys of all objects that were ever taken out of the store by an entry of the chain; no later entry may name them. */
export function removedKeys(chain: readonly ChainedEntry[]): ReadonlySet<string> {
  return new Set(
    chain.flatMap(({ entry }) => (entry.kind === 'removal' ? entry.objects.map(({ key }) => key) : [])),
  );
}
