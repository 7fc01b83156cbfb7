import { carryChain } from './carry-chain.js';
import type { ChainedEntry } from './chain-entry.js';

const removals = carryChain(
  () => new Set<string>(),
  (known, { entry }) => {
    if (entry.kind === 'removal') for (const { key } of entry.objects) known.add(key);
  },
);

/** Keys of all objects that were ever taken out of the store by an entry of the chain; no later entry may name them. */
export function removedKeys(chain: readonly ChainedEntry[]): ReadonlySet<string> {
  return new Set(removals(chain));
}

/** Whether an object was ever taken out of the store by an entry of the chain. */
export function isRemoved(chain: readonly ChainedEntry[], key: string): boolean {
  return removals(chain).has(key);
}
