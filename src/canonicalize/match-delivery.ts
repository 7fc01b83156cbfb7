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
  const match = fileExpression(pattern).exec(name);
  if (match === null) return undefined;
  const { year, month, day } = match.groups ?? {};
  return year === undefined ? null : `${year}-${month}-${day}`;
}

/** What the name of a file is the same in when it is sent again, and the digits in which it then differs, if any. */
export function resentName(name: string, pattern: string): { same: string; sequence: bigint | null } {
  const found = fileExpression(pattern).exec(name)?.indices?.groups?.['sequence'];
  if (found === undefined) return { same: name, sequence: null };
  const [from, to] = found;
  return {
    same: `${name.slice(0, from)}{sequence}${name.slice(to)}`,
    sequence: BigInt(name.slice(from, to)),
  };
}

function fileExpression(pattern: string): RegExp {
  const expression = pattern
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace('{trade_date}', '(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})')
    .replace('{trade-date}', '(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})')
    .replace('{sequence}', '(?<sequence>[0-9]+)');
  return new RegExp(`^${expression}$`, 'd');
}
