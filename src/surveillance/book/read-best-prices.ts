import type { BestPrices, BookReplay } from '../../domain/generated/book-replay.js';
import type { DuckDbSession, Row } from '../../engine/duckdb-session.js';
import { dateLiteral, duckdbText } from '../../engine/sql-literal.js';
import type { BookWindow } from './book-window.js';
import { windowPart } from './window-parts.js';

/** Most best prices that a replay shows; of more, the last of each of so many equal parts of the window. */
const PARTS = 400;

type Found = { prices_of: BookReplay['prices_of']; prices: BestPrices[]; all: number };

/**
 * Best bid and offer in the window, each until the next: as quoted where the symbol has quotes, else the best of the orders in the lake.
 *
 * Makes the table `book_best`, which has all of them.
 */
export async function readBestPrices(
  session: DuckDbSession,
  window: BookWindow,
  views: ReadonlySet<string>,
): Promise<Found> {
  const ways = [
    ...(views.has('quotes') ? [['quotes', quoted(window)] as const] : []),
    ['orders', ofOrders(window)] as const,
  ];
  for (const [prices_of, sql] of ways) {
    await session.run(`CREATE OR REPLACE TABLE book_best AS ${sql}`);
    const all = await session.rows('SELECT COUNT(*) AS n FROM book_best');
    const count = Number(all[0]?.['n']);
    if (count > 0) return { prices_of, prices: await shownPrices(session, window, count), all: count };
  }
  await session.run(
    `CREATE OR REPLACE TABLE book_best AS SELECT CAST(NULL AS BIGINT) AS at_ns, ${NO_PRICES} WHERE false`,
  );
  return { prices_of: 'none', prices: [], all: 0 };
}

const NO_PRICES = ['bid_price', 'bid_qty', 'ask_price', 'ask_qty']
  .map((name) => `CAST(NULL AS DECIMAL(28,8)) AS ${name}`)
  .join(', ');

/** The last quote of each nanosecond in the window, and the one in force at its begin. */
function quoted({ symbol, trade_date, from_ns, to_ns }: BookWindow): string {
  return `WITH own AS (
    SELECT event_ts_ns, quote_seq, event_id, bid_price, bid_qty, ask_price, ask_qty,
      ROW_NUMBER() OVER (PARTITION BY event_ts_ns ORDER BY quote_seq DESC, event_id DESC) AS place,
      MAX(CASE WHEN event_ts_ns <= ${from_ns} THEN event_ts_ns END) OVER () AS standing_ns
    FROM quotes
    WHERE symbol = ${duckdbText(symbol)} AND trade_date = ${dateLiteral(trade_date)} AND event_ts_ns <= ${to_ns}
  )
  SELECT event_ts_ns AS at_ns, bid_price, bid_qty, ask_price, ask_qty
  FROM own
  WHERE place = 1 AND (event_ts_ns > ${from_ns} OR event_ts_ns = standing_ns)`;
}

/** The best of the open orders at the begin of the window and after each change, where it differs from the one before. */
function ofOrders({ from_ns, to_ns }: BookWindow): string {
  return `WITH levels AS (
    SELECT bid, price, event_ts_ns, until_ns, open_qty FROM book_open WHERE placed
  ),
  instants AS (
    SELECT CAST(${from_ns} AS BIGINT) AS at_ns
    UNION SELECT event_ts_ns FROM levels WHERE event_ts_ns BETWEEN ${from_ns} AND ${to_ns}
    UNION SELECT until_ns FROM levels WHERE until_ns BETWEEN ${from_ns} AND ${to_ns}
  ),
  sides AS (
    SELECT i.at_ns, l.bid, l.price, SUM(l.open_qty) AS qty,
      ROW_NUMBER() OVER (PARTITION BY i.at_ns, l.bid ORDER BY CASE WHEN l.bid THEN -l.price ELSE l.price END) AS place
    FROM instants i JOIN levels l ON l.event_ts_ns <= i.at_ns AND l.until_ns > i.at_ns
    GROUP BY i.at_ns, l.bid, l.price
  ),
  best AS (
    SELECT i.at_ns, MAX(CASE WHEN s.bid THEN s.price END) AS bid_price, MAX(CASE WHEN s.bid THEN s.qty END) AS bid_qty,
      MAX(CASE WHEN NOT s.bid THEN s.price END) AS ask_price, MAX(CASE WHEN NOT s.bid THEN s.qty END) AS ask_qty
    FROM instants i LEFT JOIN sides s ON s.at_ns = i.at_ns AND s.place = 1
    GROUP BY i.at_ns
  ),
  steps AS (
    SELECT *, LAG(ROW(bid_price, bid_qty, ask_price, ask_qty)) OVER (ORDER BY at_ns) AS before FROM best
  )
  SELECT at_ns, bid_price, bid_qty, ask_price, ask_qty FROM steps
  WHERE (before IS NULL OR before IS DISTINCT FROM ROW(bid_price, bid_qty, ask_price, ask_qty))
    AND EXISTS (SELECT 1 FROM levels)`;
}

async function shownPrices(session: DuckDbSession, window: BookWindow, count: number): Promise<BestPrices[]> {
  const part = count > PARTS ? windowPart(window, 'at_ns', PARTS) : 'at_ns';
  const rows = await session.rows(`SELECT * EXCLUDE (place) FROM (
      SELECT *, ROW_NUMBER() OVER (PARTITION BY ${part} ORDER BY at_ns DESC) AS place FROM book_best
    ) WHERE place = 1 ORDER BY at_ns`);
  return rows.map(toBestPrices);
}

/** A row with `at_ns` and the four columns of best prices. */
export function toBestPrices(row: Row): BestPrices {
  const text = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  return {
    at_ns: String(row['at_ns']),
    bid_price: text('bid_price'),
    bid_qty: text('bid_qty'),
    ask_price: text('ask_price'),
    ask_qty: text('ask_qty'),
  };
}
