import { deliveryFault } from './delivery-fault.js';
import type { DeliveryFault } from './diagnostics.js';
import type { Feed } from './feed.js';

/** The feed that claims a file by its name, and the trade date that the name carries (`yyyy-MM-dd`, null without one). */
export type MatchedDelivery = { feed: Feed; trade_date: string | null };

/**
 * Finds the feed of a file by its name alone; the name is never used for anything else.
 *
 * Faults: feed-unknown, feed-ambiguous, and file-date-differs where the name carries another date than `trade_date`.
 */
export function matchDelivery(
  name: string,
  feeds: readonly Feed[],
  trade_date: string,
): MatchedDelivery | DeliveryFault {
  const matches = feeds.flatMap((feed) => {
    const date = dateInName(name, feed.spec.file);
    return date === undefined ? [] : [{ feed, trade_date: date }];
  });
  const at = { file: name };
  const [match] = matches;
  if (match === undefined)
    return deliveryFault('feed-unknown', at, { feeds: feeds.map(({ spec }) => spec.feed) });
  if (matches.length > 1) {
    return deliveryFault('feed-ambiguous', at, { feeds: matches.map(({ feed }) => feed.spec.feed) });
  }
  if (match.trade_date !== null && match.trade_date !== trade_date) {
    return deliveryFault('file-date-differs', at, { file_date: match.trade_date, trade_date });
  }
  return match;
}

/** Date in a name that fits a feed's file pattern; null where the pattern carries none, undefined where it does not fit. */
function dateInName(name: string, pattern: string): string | null | undefined {
  const expression = pattern
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace('{trade_date}', '(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})')
    .replace('{trade-date}', '(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})')
    .replace('{sequence}', '[0-9]+');
  const match = new RegExp(`^${expression}$`).exec(name);
  if (match === null) return undefined;
  const groups = match.groups;
  return groups === undefined ? null : `${groups['year']}-${groups['month']}-${groups['day']}`;
}
