import type { Hold } from '../../domain/generated/hold.js';
import type { ChainedEntry } from '../chain-entry.js';

/** The holds of a chain that no later entry has released, in the order in which they were placed. */
export function standingHolds(chain: readonly ChainedEntry[]): Hold[] {
  const standing = new Map<string, Hold>();
  for (const { entry } of chain) {
    if (entry.kind === 'hold') standing.set(entry.hold_id, entry);
    if (entry.kind === 'release') standing.delete(entry.hold_id);
  }
  return [...standing.values()];
}

/** Ids of the holds that cover one of some trade dates. */
export function holdsOver(holds: readonly Hold[], trade_dates: readonly string[]): string[] {
  return holds
    .filter(({ from, to }) => trade_dates.some((date) => from <= date && date <= to))
    .map(({ hold_id }) => hold_id);
}
