import type { CaseRow } from './pattern-case.js';

/** Columns whose values name something: an event, an order, an account, a firm, an instrument. */
const NAMES: ReadonlySet<string> = new Set([
  ...['event_id', 'order_id', 'cl_ord_id', 'parent_order_id', 'prior_order_id', 'routed_order_id'],
  ...['exec_id', 'trade_id', 'entry_id', 'position_id', 'info_barrier_id'],
  ...['symbol', 'account_id', 'owner_id', 'trader_id', 'imid', 'sender_imid', 'destination_imid'],
]);

/** A row with another name for everything that it names, so that it meets no row that is named otherwise. */
export function renamedRow(row: CaseRow, rename: (name: string) => string): CaseRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      NAMES.has(column) && value !== null ? rename(String(value)) : value,
    ]),
  );
}
