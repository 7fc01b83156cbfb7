import type { LinkageError } from '../../domain/generated/linkage-error.js';
import type { FamilyEvent, FamilyOrder, OrderFamily } from '../../domain/generated/order-family.js';
import type { DuckDbSession, Row } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import { toLinkageError } from './read-linkage-report.js';

/** Which order is looked for: any of the ids that it bore, at one firm or at any. */
export type OrderQuestion = {
  readonly trade_date: string;
  readonly order_id: string;
  readonly imid: string | null;
};

/**
 * The families of an order, from a session in which `linkDay` has linked its day.
 *
 * Without any, and with nothing unlinked, no event of the day names the order. Leaves two temporary tables behind.
 */
export async function readOrderFamily(session: DuckDbSession, question: OrderQuestion): Promise<OrderFamily> {
  const named = namesOrder(question);
  await session.run(`CREATE OR REPLACE TEMPORARY TABLE asked_families AS
    SELECT DISTINCT r.family_no FROM order_keys k JOIN order_roots r ON r.order_no = k.order_no WHERE ${named}`);
  await session.run(`CREATE OR REPLACE TEMPORARY TABLE shown_events AS
    SELECT o.event_id, r.lifecycle_no FROM event_orders o JOIN order_roots r ON r.order_no = o.order_no
    WHERE r.family_no IN (SELECT family_no FROM asked_families)
    UNION ALL
    SELECT event_id, NULL FROM order_events WHERE ${named} AND event_id NOT IN (SELECT event_id FROM event_orders)`);
  const orders = await session.rows(ORDERS);
  const events = await readEvents(session);
  const families = [...new Set(orders.map((row) => String(row['family_no'])))].map((family_no) => ({
    family_no,
    orders: inTreeOrder(
      orders.filter((row) => row['family_no'] === family_no).map((row) => toOrder(row, events)),
    ),
  }));
  return { format: 1, ...question, families, unlinked: events.get('') ?? [] };
}

function namesOrder({ order_id, imid }: OrderQuestion): string {
  const firm = imid === null ? '' : ` AND imid = ${duckdbText(imid)}`;
  return `order_id = ${duckdbText(order_id)}${firm}`;
}

async function readEvents(session: DuckDbSession): Promise<Map<string, FamilyEvent[]>> {
  const links = groupBy(await session.rows(LINKS), 'child_event_id');
  const errors = groupBy(await session.rows(ERRORS), 'event_id');
  const events = new Map<string, FamilyEvent[]>();
  for (const { lifecycle_no, ...row } of await session.rows(EVENTS)) {
    const id = String(row['event_id']);
    const key = lifecycle_no === null || lifecycle_no === undefined ? '' : String(lifecycle_no);
    const own = (links.get(id) ?? []).map(({ child_event_id: _, ...link }) => link);
    const faults: LinkageError[] = (errors.get(id) ?? []).map(toLinkageError);
    const event = { ...row, links: own, errors: faults } as unknown as FamilyEvent;
    events.set(key, [...(events.get(key) ?? []), event]);
  }
  return events;
}

function toOrder({ family_no: _, ...row }: Row, events: ReadonlyMap<string, FamilyEvent[]>): FamilyOrder {
  return { ...row, events: events.get(String(row['lifecycle_no'])) ?? [] } as unknown as FamilyOrder;
}

function groupBy(rows: readonly Row[], column: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = String(row[column]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

/** Each order after the one that it came from, its children in the order in which they came. */
function inTreeOrder(orders: readonly FamilyOrder[]): FamilyOrder[] {
  const known = new Set(orders.map(({ lifecycle_no }) => lifecycle_no));
  const below = (parent: string | null): FamilyOrder[] =>
    orders
      .filter(({ parent_no }) => (parent_no !== null && known.has(parent_no) ? parent_no : null) === parent)
      .flatMap((order) => [order, ...below(order.lifecycle_no)]);
  return below(null);
}

const ORDERS = `
  SELECT CAST(l.lifecycle_no AS VARCHAR) AS lifecycle_no, CAST(l.family_no AS VARCHAR) AS family_no,
    CAST(p.lifecycle_no AS VARCHAR) AS parent_no,
    CASE WHEN p.lifecycle_no IS NULL THEN NULL WHEN a.parent_no IS NOT NULL THEN 'parent' ELSE 'route' END AS parent_kind,
    l.imid, l.symbol, l.order_id, l.last_order_id, CAST(l.sessions_ago AS VARCHAR) AS sessions_ago, l.status,
    CAST(l.first_ts_ns AS VARCHAR) AS first_ts_ns, CAST(l.last_ts_ns AS VARCHAR) AS last_ts_ns,
    l.entered_qty, l.ordered_qty, l.filled_qty, l.cancelled_qty, l.routed_qty, l.allocated_qty, l.leaves_qty,
    l.reported_leaves_qty, l.leaves_difference
  FROM order_lifecycles l
  LEFT JOIN order_parents a ON a.order_no = l.lifecycle_no
  LEFT JOIN order_roots p ON p.order_no = CASE WHEN a.parent_no IS NOT NULL THEN a.parent_no ELSE a.route_no END
  WHERE l.family_no IN (SELECT family_no FROM asked_families)
  ORDER BY l.family_no, l.first_ts_ns, l.lifecycle_no`;

const COLUMNS = `event_id, event_type, CAST(event_ts_ns AS VARCHAR) AS event_ts_ns, feed, order_id, qty, price, leaves_qty,
  prior_order_id, parent_order_id, routed_order_id, destination_imid, sender_imid, exec_id, trade_id`;

const EVENTS = `
  SELECT e.*, CAST(s.lifecycle_no AS VARCHAR) AS lifecycle_no
  FROM (SELECT ${COLUMNS} FROM order_events UNION ALL SELECT ${COLUMNS} FROM order_events_history) e
  JOIN shown_events s ON s.event_id = e.event_id
  ORDER BY CAST(e.event_ts_ns AS BIGINT), e.event_id`;

const LINKS = `
  SELECT child_event_id, link_kind, parent_event_id, parent_dataset FROM order_links
  WHERE child_event_id IN (SELECT event_id FROM shown_events) ORDER BY child_event_id, link_kind`;

const ERRORS = `
  SELECT * REPLACE (CAST(event_ts_ns AS VARCHAR) AS event_ts_ns, CAST(lifecycle_no AS VARCHAR) AS lifecycle_no,
    CAST(family_no AS VARCHAR) AS family_no)
  FROM linkage_errors WHERE event_id IN (SELECT event_id FROM shown_events) ORDER BY event_id, category, code`;
