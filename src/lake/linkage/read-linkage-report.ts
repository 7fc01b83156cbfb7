import type { LinkageError } from '../../domain/generated/linkage-error.js';
import type { LinkageReport } from '../../domain/generated/linkage-report.js';
import type { DuckDbSession, Row } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import { linkageAdvice } from './linkage-advice.js';

/** Which errors are listed, and at most how many of them; counts are always of all of the category. */
export type ErrorFilter = { readonly category?: LinkageError['category']; readonly limit: number };

/** How a day is linked, from a session in which `linkDay` has linked it. */
export async function readLinkageReport(
  session: DuckDbSession,
  trade_date: string,
  filter: ErrorFilter,
): Promise<LinkageReport> {
  const where = filter.category === undefined ? '' : `WHERE category = ${duckdbText(filter.category)}`;
  const [counts] = await session.rows(COUNTS);
  const links = await session.rows(
    'SELECT link_kind, COUNT(*) AS links FROM order_links GROUP BY link_kind ORDER BY link_kind',
  );
  const faults = await session.rows(`${FAULTS} ${where} GROUP BY category, code, certainty, reason
    ORDER BY category, code NULLS FIRST, reason`);
  const errors = await session.rows(`SELECT * FROM linkage_errors ${where}
    ORDER BY category, code NULLS FIRST, event_ts_ns, event_id, reason LIMIT ${filter.limit}`);
  const number = (column: string): number => Number(counts?.[column]);
  return {
    format: 1,
    trade_date,
    events: number('events'),
    orders: number('orders'),
    families: number('families'),
    links: links.map((row) => ({ link_kind: String(row['link_kind']), links: Number(row['links']) })),
    undecided: {
      routes_outside: number('routes_outside'),
      receipts_outside: number('receipts_outside'),
      routes_without_id: number('routes_without_id'),
      fills_without_tape: number('fills_without_tape'),
      orders_carried: number('orders_carried'),
    },
    faults: faults.map((row) => withAdvice({ ...row, errors: Number(row['errors']) })),
    errors_total: faults.reduce((total, row) => total + Number(row['errors']), 0),
    errors: errors.map(toLinkageError),
  };
}

/** A row of `linkage_errors` with what to do about it. */
export function toLinkageError(row: Row): LinkageError {
  return withAdvice<LinkageError>(row);
}

function withAdvice<T extends Pick<LinkageError, 'category' | 'reason'>>(row: Record<string, unknown>): T {
  const known = row as Omit<T, 'next'> as T;
  return { ...known, next: linkageAdvice(known) };
}

const FAULTS =
  'SELECT category, code, certainty, reason, COUNT(*) AS errors, list_sort(list_distinct(list(imid))) AS imids FROM linkage_errors';

const COUNTS = `SELECT
  (SELECT COUNT(*) FROM order_events) AS events,
  (SELECT COUNT(*) FROM order_lifecycles) AS orders,
  (SELECT COUNT(DISTINCT family_no) FROM order_lifecycles) AS families,
  (SELECT COUNT(*) FROM route_sends WHERE receiver NOT IN (SELECT reporter FROM reporters)) AS routes_outside,
  (SELECT COUNT(*) FROM route_receipts WHERE sender NOT IN (SELECT reporter FROM reporters)) AS receipts_outside,
  (SELECT COUNT(*) FROM order_events WHERE routed_order_id IS NULL AND
    ((event_type = 'route' AND destination_imid IS NOT NULL) OR (event_type <> 'route' AND sender_imid IS NOT NULL))) AS routes_without_id,
  (SELECT COUNT(*) FROM trade_claims WHERE NOT EXISTS (SELECT 1 FROM trades)) AS fills_without_tape,
  (SELECT COUNT(*) FROM carried_keys) AS orders_carried`;
