import type { CaseRow } from './pattern-case.js';

/** Columns whose values name something: an event, an order, an account, a firm, an instrument. */
const NAMES: ReadonlySet<string> = new Set([
  ...['event_id', 'order_id', 'cl_ord_id', 'parent_order_id', 'prior_order_id', 'routed_order_id'],
  ...['exec_id', 'trade_id', 'entry_id', 'position_id', 'info_barrier_id'],
  ...['symbol', 'account_id', 'owner_id', 'trader_id', 'imid', 'sender_imid', 'destination_imid'],
]);

/** A row with a prefix before everything that it names, so that it meets no row of another prefix. */
export function renamedRow(row: CaseRow, prefix: string): CaseRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      NAMES.has(column) && value !== null ? `${prefix}${value}` : value,
    ]),
  );
}
