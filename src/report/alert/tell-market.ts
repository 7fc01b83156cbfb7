import type { BookReplay } from '../../domain/generated/book-replay.js';
import { formatCount, parseExact } from '../exact-value.js';
import { newYorkTime } from '../format-time.js';

const sources = {
  quotes: 'Best bid and offer are the quotes as delivered',
  orders: 'The lake has no quotes of it: best bid and offer are those of the orders in the lake',
  none: 'The lake has neither quotes nor open orders of it, so no best bid and offer are known',
} as const;

/** What a replay shows of a symbol, where it comes from, and what of it is cut, in a few sentences. */
export function tellMarket(book: BookReplay): string {
  const { symbol, from_ns, to_ns, book_of, prices_of, counts, moments } = book;
  const clock = (ns: string): string => newYorkTime(ns)?.time ?? ns;
  const firms =
    book_of.length === 0
      ? 'No firm reports orders in it.'
      : `Orders are those that ${book_of.slice(0, 8).join(', ')}${book_of.length > 8 ? ` and ${book_of.length - 8} more` : ''} report; others are not in the book.`;
  const cut = (
    [
      ['orders of the alert', counts.orders_shown, counts.orders],
      ['events of these orders', counts.order_lines_shown, counts.order_lines],
      ['best prices', counts.prices_shown, counts.prices],
      ['prints', counts.prints_shown, counts.prints],
    ] as const
  )
    .filter(([, shown, all]) => shown < all)
    .map(([what, shown, all]) => `${formatCount(shown)} of ${formatCount(all)} ${what}`);
  return [
    `${symbol} from ${clock(from_ns)} to ${clock(to_ns)}: ${counted(counts.order_events, 'order event')}, ${counted(counts.prints, 'print')}.`,
    `${sources[prices_of]}.`,
    firms,
    ...(cut.length === 0 ? [] : [`Shown are ${cut.join(', ')}.`]),
    ...(counts.unplaced === 0
      ? []
      : [
          `${counted(counts.unplaced, 'open order')} without a place in the book ${counts.unplaced === 1 ? 'is' : 'are'} left out of it.`,
        ]),
    ...(moments.some(isCrossed)
      ? [
          'At a moment a bid stands at or above an offer: an order is about to fill, or the end of an order was not reported.',
        ]
      : []),
  ].join(' ');
}

function isCrossed({ bids, asks }: BookReplay['moments'][number]): boolean {
  const [bid, ask] = [parseExact(bids.levels[0]?.price ?? ''), parseExact(asks.levels[0]?.price ?? '')];
  return bid !== null && ask !== null && bid >= ask;
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
