import { readFileName } from '../domain/file-name.js';
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
    const read = readFileName(name, feed.spec.file);
    return read === null ? [] : [{ feed, trade_date: read.trade_date }];
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
