import type { ChainedEntry } from './chain-entry.js';

/**
 * A state of the lake: all that was committed up to and with an instant (nanoseconds since 1970 UTC), and of one feed
 * no further than an entry where `until` names it.
 */
export type AsOf = { instant_ns: bigint; until?: { feed: string; sequence: number } };

/** The part of a feed's chain that stood then; all of it without a state. */
export function chainAsOf(
  chain: readonly ChainedEntry[],
  feed: string,
  as_of: AsOf | undefined,
): readonly ChainedEntry[] {
  if (as_of === undefined) return chain;
  const last = as_of.until?.feed === feed ? as_of.until.sequence : Number.POSITIVE_INFINITY;
  // Times never fall along a chain: what stood then is its beginning.
  return chain.filter(
    ({ entry }) => BigInt(entry.committed_at_ns) <= as_of.instant_ns && entry.sequence <= last,
  );
}
