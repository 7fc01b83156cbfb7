import type { BookReplay } from '../../domain/generated/book-replay.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import type { GatheredEvent } from '../gather-events.js';
import { type BookWindow, bookWindow } from './book-window.js';
import { createBookTables } from './create-book-tables.js';
import { keyMoments } from './key-moments.js';
import { readBestPrices } from './read-best-prices.js';
import { readMoments } from './read-moments.js';
import { readOwnOrders } from './read-own-orders.js';
import { readPrints } from './read-prints.js';

/** The alert of which a book is wanted, of one symbol: its events of that symbol on the trade date, at least one. */
export type ReplayTask = { symbol: string; trade_date: string; events: readonly GatheredEvent[] };

/**
 * The market of one symbol around an alert, from the session's views `order_events`, `quotes` and `trades`, where they are there.
 *
 * Work is done by the database over the symbol's day; what comes out is bounded, and what is cut is counted. The tables it makes are
 * named `book_*` and replaced by the next replay.
 */
export async function replayBook(
  session: DuckDbSession,
  { symbol, trade_date, events }: ReplayTask,
  views: ReadonlySet<string>,
): Promise<BookReplay> {
  const window = bookWindow(symbol, trade_date, events);
  await createBookTables(session, window, { events, views });
  const { prices_of, prices, all } = await readBestPrices(session, window, views);
  const own = await readOwnOrders(session);
  const tape = views.has('trades') ? await readPrints(session, window) : { prints: [], all: 0 };
  const moments = await readMoments(session, keyMoments(events, await largestAt(session, window)));
  const facts = await factsOf(session, window);
  const { orders } = own;
  return {
    format: 1,
    symbol,
    trade_date,
    from_ns: String(window.from_ns),
    to_ns: String(window.to_ns),
    reports_to: facts.reports_to,
    book_of: facts.firms,
    prices_of,
    prices,
    prints: tape.prints,
    orders,
    moments,
    counts: {
      order_events: facts.order_events,
      prices: all,
      prices_shown: prices.length,
      prints: tape.all,
      prints_shown: tape.prints.length,
      orders: own.all_orders,
      orders_shown: orders.length,
      order_lines: own.events,
      order_lines_shown: orders.reduce((sum, order) => sum + order.events.length, 0),
      unplaced: facts.unplaced,
    },
  };
}

/** When most of the alert's orders, by quantity, is open in the window; null where none is. */
async function largestAt(session: DuckDbSession, { from_ns, to_ns }: BookWindow): Promise<bigint | null> {
  const [row] = await session.rows(`WITH changes AS (
      SELECT GREATEST(event_ts_ns, ${from_ns}) AS at_ns, open_qty AS change FROM book_open WHERE own AND placed AND until_ns > event_ts_ns
      UNION ALL
      SELECT until_ns, -open_qty FROM book_open WHERE own AND placed AND until_ns > event_ts_ns
    ),
    steps AS (SELECT at_ns, SUM(change) AS change FROM changes WHERE at_ns <= ${to_ns} GROUP BY at_ns),
    totals AS (SELECT at_ns, SUM(change) OVER (ORDER BY at_ns ROWS UNBOUNDED PRECEDING) AS total FROM steps)
    SELECT at_ns FROM totals WHERE total > 0 ORDER BY total DESC, at_ns LIMIT 1`);
  return row === undefined ? null : BigInt(String(row['at_ns']));
}

type Facts = { firms: string[]; reports_to: string | null; order_events: number; unplaced: number };

async function factsOf(session: DuckDbSession, { from_ns, to_ns }: BookWindow): Promise<Facts> {
  const firms = await session.rows('SELECT DISTINCT imid FROM book_events ORDER BY imid');
  const [row] = await session.rows(`SELECT MAX(event_ts_ns) AS reports_to,
      COUNT(CASE WHEN event_ts_ns BETWEEN ${from_ns} AND ${to_ns} THEN 1 END) AS n FROM book_events`);
  const [unplaced] = await session.rows(`SELECT COUNT(*) AS n FROM book_open
    WHERE NOT placed AND event_ts_ns <= ${from_ns} AND until_ns > ${from_ns}`);
  const last = row?.['reports_to'] ?? null;
  return {
    firms: firms.map(({ imid }) => String(imid)),
    reports_to: last === null ? null : String(last),
    order_events: Number(row?.['n']),
    unplaced: Number(unplaced?.['n']),
  };
}
