import type { LedgerEntry } from '../../domain/generated/ledger-entry.js';

/**
 * Why what some feeds fill is not whole, as `feed, feed: reason`, each reason once in the order in which it is first met.
 *
 * Where no feed had a session it says so; where all is there it is empty.
 */
export function sharedReasons(entries: readonly LedgerEntry[]): string[] {
  if (entries.every(({ verdict }) => verdict === 'no_session')) {
    return [
      ...new Set(entries.map(({ trade_date, session }) => `no session on ${trade_date} (${session.name})`)),
    ];
  }
  const feeds = new Map<string, string[]>();
  for (const { feed, findings } of entries) {
    for (const { brief, weight } of findings) {
      if (weight !== 'note') feeds.set(brief, [...(feeds.get(brief) ?? []), feed]);
    }
  }
  return [...feeds].map(([brief, names]) => `${names.join(', ')}: ${brief}`);
}
