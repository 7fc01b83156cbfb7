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
    const { known, entries } = isStateOf(before, chain) ? before : { known: begin(), entries: 0 };
    for (const chained of chain.slice(entries)) take(known, chained);
    // Of a chain that was seen further, what is known of the later state stays.
    if (chain.length >= (before?.entries ?? 0)) all.set(first, { known, entries: chain.length, last });
    return known;
  };
}

function isStateOf<Known>(
  carried: Carried<Known> | undefined,
  chain: readonly ChainedEntry[],
): carried is Carried<Known> {
  return carried !== undefined && chain[carried.entries - 1] === carried.last;
}
