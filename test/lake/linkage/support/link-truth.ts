import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDbSession } from '../../../../src/engine/duckdb-session.js';
import { readViewColumns } from '../../../../src/lake/canonical-dataset.js';
import { linkDay } from '../../../../src/lake/linkage/link-day.js';
import { CASE_DATE, loadCaseDay } from '../../../../src/surveillance/cases/case-day.js';
import { caseTablesSql } from '../../../../src/surveillance/cases/case-tables.js';
import { type Truth, tradeDate } from './truth.js';

/** SQL that makes the relations which linkage reads, for DuckDB and Postgres. */
export async function truthSql(truth: Truth): Promise<string> {
  const canonical = await readViewColumns();
  const datasets = {
    order_events: truth.events,
    order_events_history: truth.history,
    trades: truth.trades,
    accounts: truth.accounts,
  };
  const filled = Object.entries(datasets).map(([name, rows]) => [name, rows.map(plain)] as const);
  return caseTablesSql({ datasets: new Map(filled) }, canonical, await loadCaseDay(CASE_DATE));
}

function plain(row: Record<string, string | number | bigint | null>) {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  );
}

/** Links a made day on DuckDB and gives the session to an action. */
export async function withLinked<T>(truth: Truth, act: (session: DuckDbSession) => Promise<T>): Promise<T> {
  const spill = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-linkage-'));
  const session = await DuckDbSession.open({ folders: [], spill });
  try {
    await session.run(await truthSql(truth));
    await linkDay(session, { trade_date: tradeDate });
    return await act(session);
  } finally {
    session.close();
    await rm(spill, { recursive: true, force: true });
  }
}

/** Links, errors and orders in the form and order in which both sides are compared. */
export const questions = {
  links:
    'SELECT link_kind, child_event_id, parent_event_id FROM order_links ORDER BY child_event_id, link_kind',
  errors:
    'SELECT event_id, category, code, reason, named_imid, named_code FROM linkage_errors ORDER BY event_id, category, code, reason',
  lifecycles: `SELECT l.entry_event_id, f.entry_event_id AS family_event_id, l.last_order_id,
    CAST(l.ordered_qty AS BIGINT) AS ordered_qty, CAST(l.filled_qty AS BIGINT) AS filled_qty,
    CAST(l.cancelled_qty AS BIGINT) AS cancelled_qty, CAST(l.routed_qty AS BIGINT) AS routed_qty,
    CAST(l.allocated_qty AS BIGINT) AS allocated_qty, CAST(l.leaves_qty AS BIGINT) AS leaves_qty
    FROM order_lifecycles l LEFT JOIN order_lifecycles f ON f.lifecycle_no = l.family_no
    WHERE l.sessions_ago = 0 ORDER BY l.entry_event_id`,
} as const;

/** What linkage must answer to the questions. */
export function expectedOf(
  truth: Pick<Truth, 'links' | 'errors' | 'lifecycles'>,
): Record<keyof typeof questions, unknown[]> {
  const byText =
    (...columns: string[]) =>
    (left: object, right: object) => {
      const key = (row: object) =>
        columns.map((column) => String((row as Record<string, unknown>)[column] ?? '~')).join(' ');
      return key(left) < key(right) ? -1 : 1;
    };
  return {
    links: truth.links.toSorted(byText('child_event_id', 'link_kind')),
    errors: truth.errors.toSorted(byText('event_id', 'category', 'code', 'reason')),
    lifecycles: truth.lifecycles
      .toSorted(byText('entry_event_id'))
      .map((lifecycle) =>
        Object.fromEntries(
          Object.entries(lifecycle).map(([name, value]) => [
            name,
            typeof value === 'number' ? String(value) : value,
          ]),
        ),
      ),
  };
}
