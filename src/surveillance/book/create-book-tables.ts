import { invariant } from '../../domain/invariant.js';
import { emptyRelation } from '../../engine/create-dataset-views.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { dateLiteral, duckdbText } from '../../engine/sql-literal.js';
import { readViewColumns } from '../../lake/canonical-dataset.js';
import type { GatheredEvent } from '../gather-events.js';
import type { BookWindow } from './book-window.js';

/** Renames double their reach in each round, so that this is enough for any chain. */
const MOST_ROUNDS = 40;

/**
 * Makes the tables of a replay: `book_evidence`, `book_events` of the symbol's whole day, `book_own` (the alert's orders) and
 * `book_open` (orders open in the window, each from one event until the next).
 *
 * Events of one order at one nanosecond follow each other as entry, route, change, fill, end. What is open after an event is what it
 * reports, else ordered less filled and cancelled. An order that was passed on as other orders in the lake is not counted beside them.
 */
export async function createBookTables(
  session: DuckDbSession,
  window: BookWindow,
  { events, views }: { events: readonly GatheredEvent[]; views: ReadonlySet<string> },
): Promise<void> {
  const source = views.has('order_events') ? 'order_events' : `(${emptyRelation(await orderColumns())})`;
  await session.run('CREATE OR REPLACE TABLE book_evidence (event_id VARCHAR, role VARCHAR)');
  await session.append(
    'book_evidence',
    events.map(({ evidence }) => [evidence.event_id, evidence.role]),
  );
  await session.run(`CREATE OR REPLACE TABLE book_raw AS
    SELECT event_id, event_type, event_ts_ns, imid, order_id, prior_order_id, parent_order_id, routed_order_id, sender_imid,
      account_id, side, ord_type, time_in_force, price, qty, leaves_qty, trade_id
    FROM ${source}
    WHERE symbol = ${duckdbText(window.symbol)} AND trade_date = ${dateLiteral(window.trade_date)}
      AND event_type <> 'allocation'`);
  await nameFirstIds(session);
  await session.run(BOOK_EVENTS);
  await session.run(BOOK_LINKS);
  await session.run(BOOK_OWN);
  await session.run(bookStates(window));
}

/** Types of the columns of order events. */
async function orderColumns(): Promise<ReadonlyMap<string, string>> {
  const types = (await readViewColumns()).get('order_events');
  invariant(types !== undefined, 'order_events is a dataset');
  return types;
}

/** `book_ids`: of each id that a change gave an order, the first id of that order. */
async function nameFirstIds(session: DuckDbSession): Promise<void> {
  await session.run(`CREATE OR REPLACE TABLE book_ids AS
    SELECT imid, order_id, MIN(prior_order_id) AS first_id
    FROM book_raw
    WHERE event_type = 'modify' AND prior_order_id <> order_id
    GROUP BY imid, order_id`);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [row] = await session.rows(`SELECT COUNT(*) AS open FROM book_ids a
      JOIN book_ids b ON b.imid = a.imid AND b.order_id = a.first_id`);
    if (String(row?.['open']) === '0') return;
    await session.run(`CREATE OR REPLACE TABLE book_ids AS
      SELECT a.imid, a.order_id, COALESCE(b.first_id, a.first_id) AS first_id
      FROM book_ids a
      LEFT JOIN book_ids b ON b.imid = a.imid AND b.order_id = a.first_id`);
  }
}

const BOOK_EVENTS = `CREATE OR REPLACE TABLE book_events AS
SELECT e.*, COALESCE(i.first_id, e.order_id) AS first_id,
  CASE e.event_type WHEN 'new' THEN 0 WHEN 'accept' THEN 1 WHEN 'route' THEN 2 WHEN 'modify' THEN 3 WHEN 'fill' THEN 4 ELSE 5 END
    AS place
FROM book_raw e
LEFT JOIN book_ids i ON i.imid = e.imid AND i.order_id = e.order_id`;

/** Orders that other orders in the lake were made of, by parent or by route. */
const BOOK_LINKS = `CREATE OR REPLACE TABLE book_links AS
SELECT DISTINCT c.imid AS parent_imid, c.parent_order_id AS parent_id, c.imid, c.first_id
FROM book_events c
WHERE c.parent_order_id IS NOT NULL AND c.event_type IN ('new', 'accept')
UNION
SELECT DISTINCT s.imid, s.first_id, r.imid, r.first_id
FROM book_events s
JOIN book_events r ON LTRIM(r.routed_order_id, '0') = LTRIM(s.routed_order_id, '0')
  AND REGEXP_REPLACE(r.sender_imid, '^[0-9]+:', '') = REGEXP_REPLACE(s.imid, '^[0-9]+:', '')
WHERE s.event_type = 'route' AND r.event_type IN ('new', 'accept')`;

const BOOK_OWN = `CREATE OR REPLACE TABLE book_own AS
WITH named AS (
  SELECT DISTINCT e.imid, e.first_id FROM book_events e JOIN book_evidence v ON v.event_id = e.event_id
)
SELECT imid, first_id FROM named
UNION
SELECT l.imid, l.first_id FROM book_links l JOIN named n ON n.imid = l.parent_imid AND n.first_id = l.parent_id`;

function bookStates({ from_ns, to_ns }: BookWindow): string {
  return `CREATE OR REPLACE TABLE book_states AS
WITH running AS (
  SELECT event_id, imid, first_id, event_ts_ns, place, leaves_qty,
    LAST_VALUE(side IGNORE NULLS) OVER so_far AS side,
    LAST_VALUE(ord_type IGNORE NULLS) OVER so_far AS ord_type,
    LAST_VALUE(time_in_force IGNORE NULLS) OVER so_far AS time_in_force,
    LAST_VALUE(CASE WHEN place IN (0, 1, 3) THEN price END IGNORE NULLS) OVER so_far AS price,
    LAST_VALUE(CASE WHEN place IN (0, 1, 3) THEN qty END IGNORE NULLS) OVER so_far AS ordered,
    COALESCE(SUM(CASE WHEN place >= 4 THEN qty END) OVER so_far, 0) AS gone,
    MAX(CASE WHEN place = 5 AND qty IS NULL THEN 1 ELSE 0 END) OVER so_far AS ended,
    LEAD(event_ts_ns) OVER (PARTITION BY imid, first_id ORDER BY event_ts_ns, place, event_id) AS until_ns
  FROM book_events
  WINDOW so_far AS (
    PARTITION BY imid, first_id ORDER BY event_ts_ns, place, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
)
SELECT event_id, imid, first_id, event_ts_ns, until_ns, place, side, price,
  COALESCE(ord_type, 'limit') = 'limit' AND price IS NOT NULL AND COALESCE(time_in_force, '') NOT IN ('at_open', 'at_close', 'ioc', 'fok')
    AS placed,
  CAST(CASE WHEN leaves_qty IS NOT NULL THEN leaves_qty WHEN ended = 1 THEN 0 ELSE GREATEST(ordered - gone, 0) END
    AS DECIMAL(28,6)) AS open_qty
FROM running;
CREATE OR REPLACE TABLE book_open AS
SELECT s.event_ts_ns, COALESCE(s.until_ns, CAST(9223372036854775807 AS BIGINT)) AS until_ns, s.side = 'buy' AS bid, s.price,
  s.open_qty, s.placed, o.imid IS NOT NULL AS own
FROM book_states s
LEFT JOIN book_own o ON o.imid = s.imid AND o.first_id = s.first_id
WHERE s.open_qty > 0 AND s.side IS NOT NULL AND s.event_ts_ns <= ${to_ns} AND (s.until_ns IS NULL OR s.until_ns >= ${from_ns})
  AND NOT EXISTS (SELECT 1 FROM book_links l WHERE l.parent_imid = s.imid AND l.parent_id = s.first_id)`;
}
