import type { BookPrint } from '../../domain/generated/book-replay.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { dateLiteral, duckdbText } from '../../engine/sql-literal.js';
import type { BookWindow } from './book-window.js';
import { windowPart } from './window-parts.js';

/** Most prints that a replay shows: the alert's own first, then the largest of each of so many equal parts of the window. */
const MOST_PRINTS = 400;

/** Prints of the tape in the window by time, and how many there are. */
export async function readPrints(
  session: DuckDbSession,
  window: BookWindow,
): Promise<{ prints: BookPrint[]; all: number }> {
  const { symbol, trade_date, from_ns, to_ns } = window;
  await session.run(`CREATE OR REPLACE TABLE book_prints AS
    SELECT t.event_ts_ns, t.event_id, t.price, t.qty, t.venue,
      EXISTS (SELECT 1 FROM book_evidence v WHERE v.event_id = t.event_id)
        OR EXISTS (SELECT 1 FROM book_events e JOIN book_own o ON o.imid = e.imid AND o.first_id = e.first_id
          WHERE e.event_type = 'fill' AND e.trade_id = t.trade_id) AS own
    FROM trades t
    WHERE t.symbol = ${duckdbText(symbol)} AND t.trade_date = ${dateLiteral(trade_date)}
      AND t.event_ts_ns BETWEEN ${from_ns} AND ${to_ns}`);
  const [counts] = await session.rows('SELECT COUNT(*) AS n FROM book_prints');
  const all = Number(counts?.['n']);
  const part = windowPart(window, 'event_ts_ns', MOST_PRINTS);
  const rows = await session.rows(`WITH sized AS (
      SELECT *, ROW_NUMBER() OVER (PARTITION BY ${part} ORDER BY qty DESC, event_ts_ns, event_id) AS size FROM book_prints
    ),
    placed AS (SELECT *, ROW_NUMBER() OVER (ORDER BY own DESC, size, event_ts_ns, event_id) AS place FROM sized)
    SELECT * FROM placed WHERE place <= ${MOST_PRINTS} ORDER BY event_ts_ns, event_id`);
  const prints = rows.map((row) => ({
    at_ns: String(row['event_ts_ns']),
    event_id: String(row['event_id']),
    price: String(row['price']),
    qty: String(row['qty']),
    venue: row['venue'] === null ? null : String(row['venue']),
    own: row['own'] === true,
  }));
  return { prints, all };
}
