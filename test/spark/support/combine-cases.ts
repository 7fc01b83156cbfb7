import type { CaseRow, PatternCase } from '../../surveillance/support/pattern-case.js';

/** Columns that tell one case's market from another's; each case has names of its own in them. */
const NAMES: ReadonlySet<string> = new Set([
  ...['event_id', 'order_id', 'cl_ord_id', 'parent_order_id', 'prior_order_id', 'routed_order_id'],
  ...['exec_id', 'trade_id', 'entry_id', 'position_id', 'info_barrier_id'],
  ...['symbol', 'account_id', 'owner_id', 'trader_id', 'imid', 'sender_imid', 'destination_imid'],
]);

/** Several cases as one: their markets lie side by side and share no name. A case's names begin with its number (`c0007~`). */
export function combineCases(cases: readonly PatternCase[]): Pick<PatternCase, 'datasets' | 'settings'> {
  const datasets = new Map<string, CaseRow[]>();
  for (const [index, one] of cases.entries()) {
    for (const [dataset, rows] of one.datasets) {
      datasets.set(dataset, [...(datasets.get(dataset) ?? []), ...rows.map((row) => renamed(row, index))]);
    }
  }
  return { datasets, settings: cases[0]?.settings ?? {} };
}

function renamed(row: CaseRow, index: number): CaseRow {
  const prefix = `c${String(index).padStart(4, '0')}~`;
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      NAMES.has(column) && value !== null ? `${prefix}${value}` : value,
    ]),
  );
}
