import type { BookLevel, BookMoment, BookSide } from '../../domain/generated/book-replay.js';
import type { DuckDbSession, Row } from '../../engine/duckdb-session.js';
import { toBestPrices } from './read-best-prices.js';

/** Prices of one side that a moment shows, besides those of the alert's own orders. */
const DEPTH = 10;

/** A moment whose book is wanted. */
export type KeyMoment = { at_ns: bigint; name: BookMoment['name']; role: string | null };

/** The book at each moment, from `book_open` and `book_best`: all events of that nanosecond have happened. */
export async function readMoments(
  session: DuckDbSession,
  moments: readonly KeyMoment[],
): Promise<BookMoment[]> {
  if (moments.length === 0) return [];
  const values = moments.map(({ at_ns }, at) => `(${at}, CAST(${at_ns} AS BIGINT))`).join(', ');
  await session.run(`CREATE OR REPLACE TABLE book_levels AS
    WITH moments (moment, at_ns) AS (VALUES ${values})
    SELECT m.moment, o.bid, o.price, SUM(o.open_qty) AS qty, COUNT(*) AS orders,
      COALESCE(SUM(CASE WHEN o.own THEN o.open_qty END), 0) AS own_qty, SUM(CASE WHEN o.own THEN 1 ELSE 0 END) AS own_orders,
      ROW_NUMBER() OVER (PARTITION BY m.moment, o.bid ORDER BY CASE WHEN o.bid THEN -o.price ELSE o.price END) AS place
    FROM moments m JOIN book_open o ON o.placed AND o.event_ts_ns <= m.at_ns AND o.until_ns > m.at_ns
    GROUP BY m.moment, o.bid, o.price`);
  const shown = `place <= ${DEPTH} OR own_orders > 0`;
  const levels = await session.rows(
    `SELECT moment, bid, price, qty, orders, own_qty, own_orders FROM book_levels WHERE ${shown} ORDER BY moment, bid, place`,
  );
  const rest = await session.rows(
    `SELECT moment, bid, COUNT(*) AS levels, SUM(qty) AS qty FROM book_levels WHERE NOT (${shown}) GROUP BY moment, bid`,
  );
  const own = await session.rows('SELECT moment, SUM(own_qty) AS qty FROM book_levels GROUP BY moment');
  const best = await session.rows(`WITH moments (moment, at_ns) AS (VALUES ${values})
    SELECT moment, b.* FROM (
      SELECT m.moment, MAX(b.at_ns) AS at_ns FROM moments m JOIN book_best b ON b.at_ns <= m.at_ns GROUP BY m.moment
    ) JOIN book_best b USING (at_ns)`);
  const of = (rows: readonly Row[], moment: number): Row[] =>
    rows.filter((row) => Number(row['moment']) === moment);
  return moments.map(({ at_ns, name, role }, moment) => {
    const [standing] = of(best, moment);
    const side = (bid: boolean): BookSide =>
      sideOf(of(levels, moment).filter(isOf(bid)), of(rest, moment).find(isOf(bid)));
    return {
      at_ns: String(at_ns),
      name,
      role,
      best: standing === undefined ? null : toBestPrices(standing),
      bids: side(true),
      asks: side(false),
      own_qty: String(of(own, moment)[0]?.['qty'] ?? '0'),
    };
  });
}

function isOf(bid: boolean): (row: Row) => boolean {
  return (row) => row['bid'] === bid;
}

function sideOf(levels: readonly Row[], rest: Row | undefined): BookSide {
  return {
    levels: levels.map(
      (row): BookLevel => ({
        price: String(row['price']),
        qty: String(row['qty']),
        orders: Number(row['orders']),
        own_qty: String(row['own_qty']),
        own_orders: Number(row['own_orders']),
      }),
    ),
    more_levels: Number(rest?.['levels'] ?? 0),
    more_qty: String(rest?.['qty'] ?? '0'),
  };
}
