import type { ChainedEntry } from './chain-entry.js';

/** What was made of the first entries of a chain. */
type Carried<Known> = { known: Known; entries: number; last: ChainedEntry };

/**
 * What entries of a chain come to, taken in one after the other: of a chain that has grown since it was last asked about only what
 * is new is read, so that a commit costs the same however many came before it.
 *
 * The answer is the state itself, which goes on with the chain: it is read at once, never kept and never changed. Chains that share
 * their beginning but not what was taken in are read from the beginning.
 */
export function carryChain<Known>(
  begin: () => Known,
  take: (known: Known, chained: ChainedEntry) => void,
): (chain: readonly ChainedEntry[]) => Known {
  const all = new WeakMap<ChainedEntry, Carried<Known>>();
  return (chain) => {
    const [first] = chain;
    const last = chain.at(-1);
    if (first === undefined || last === undefined) return begin();
    const before = all.get(first);
    const goesOn = before !== undefined && chain[before.entries - 1] === before.last;
    const known = goesOn ? before.known : begin();
    for (let index = goesOn ? before.entries : 0; index < chain.length; index += 1) {
      take(known, chain[index] as ChainedEntry);
    }
    // An earlier state of the chain is answered, and what is known of the later one stays.
    if (goesOn || before === undefined || chain.length > before.entries)
      all.set(first, { known, entries: chain.length, last });
    return known;
  };
}
