import { OperationalFailure } from '../../domain/operational-failure.js';
import { emptyRelation } from '../../engine/create-dataset-views.js';
import type { DuckDbSession, Row } from '../../engine/duckdb-session.js';
import { identifier } from '../../engine/sql-literal.js';
import { isHistory, readViewColumns } from '../../lake/canonical-dataset.js';
import { queryRefused } from './query-refused.js';
import { type DayMeans, withDaySession } from './with-day-session.js';

/** What a query may take of the machine, and how many rows are read at most. */
export type QueryMeans = DayMeans & { limit: number };

/** Columns in their order, and rows whose values are text, numbers, booleans or null; `more` where there were more rows. */
export type QueryResult = { columns: string[]; rows: Row[]; more: boolean };

/**
 * Runs one query of the user's own on the embedded database over the datasets of one trade date, each a view; those of
 * which nothing is published are empty.
 *
 * A text that is not exactly one SELECT is not run, and the session reaches no file but the day's. Throws
 * `query-refused` with what the database says of it; `object-missing`, `object-damaged`.
 */
export async function runQuery(sql: string, trade_date: string, means: QueryMeans): Promise<QueryResult> {
  return withDaySession(trade_date, means, async (session, available) => {
    for (const [view, types] of await readViewColumns()) {
      if (available.has(view) || isHistory(view)) continue;
      await session.run(`CREATE VIEW ${identifier(view)} AS ${emptyRelation(types)}`);
    }
    return rowsOf(session, sql.trim().replace(/;\s*$/, ''), means.limit);
  });
}

async function rowsOf(session: DuckDbSession, sql: string, limit: number): Promise<QueryResult> {
  try {
    if (!(await session.isOneQuery(sql))) {
      throw new OperationalFailure('query-refused', { reason: 'it is not one SELECT' });
    }
    // The line break ends a comment in the query's last line.
    const described = await session.rows(`DESCRIBE SELECT * FROM (${sql}\n)`);
    const rows = await session.rows(`SELECT * FROM (${sql}\n) LIMIT ${limit + 1}`);
    return {
      columns: described.map((row) => String(row['column_name'])),
      rows: rows.slice(0, limit),
      more: rows.length > limit,
    };
  } catch (error) {
    throw queryRefused(error);
  }
}
