import type { BookOrder, BookOrderEvent } from '../../domain/generated/book-replay.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';

const MOST_ORDERS = 200;
const MOST_EVENTS = 50;

type Found = { orders: BookOrder[]; all_orders: number; events: number };

/** The alert's orders by their first event, the first 200, each with its first 50 events of the day; with what there is of both. */
export async function readOwnOrders(session: DuckDbSession): Promise<Found> {
  await session.run(`CREATE OR REPLACE TABLE book_lines AS
    WITH roles AS (SELECT event_id, STRING_AGG(role, ', ' ORDER BY role) AS role FROM book_evidence GROUP BY event_id),
    lines AS (
      SELECT e.*, s.open_qty, r.role,
        ROW_NUMBER() OVER (PARTITION BY e.imid, e.first_id ORDER BY e.event_ts_ns, e.place, e.event_id) AS line,
        MIN(e.event_ts_ns) OVER (PARTITION BY e.imid, e.first_id) AS first_ns
      FROM book_events e
      JOIN book_own o ON o.imid = e.imid AND o.first_id = e.first_id
      JOIN book_states s ON s.event_id = e.event_id
      LEFT JOIN roles r ON r.event_id = e.event_id
    )
    SELECT *, DENSE_RANK() OVER (ORDER BY first_ns, imid, first_id) AS number FROM lines`);
  const [counts] = await session.rows(
    `SELECT COUNT(DISTINCT number) AS orders, COUNT(CASE WHEN number <= ${MOST_ORDERS} THEN 1 END) AS events FROM book_lines`,
  );
  const rows =
    await session.rows(`SELECT * FROM book_lines WHERE number <= ${MOST_ORDERS} AND line <= ${MOST_EVENTS}
    ORDER BY number, line`);
  const orders: BookOrder[] = [];
  let number = '';
  for (const row of rows) {
    const text = (name: string): string | null => (row[name] === null ? null : String(row[name]));
    if (number !== String(row['number'])) {
      number = String(row['number']);
      const { imid, first_id } = row;
      const what = { account_id: text('account_id'), side: text('side'), ord_type: text('ord_type') };
      orders.push({ imid: String(imid), order_id: String(first_id), ...what, events: [] });
    }
    orders.at(-1)?.events.push({
      at_ns: String(row['event_ts_ns']),
      event_id: String(row['event_id']),
      event_type: String(row['event_type']) as BookOrderEvent['event_type'],
      role: text('role'),
      price: text('price'),
      qty: text('qty'),
      leaves_qty: text('open_qty'),
    });
  }
  return { orders, all_orders: Number(counts?.['orders']), events: Number(counts?.['events']) };
}
