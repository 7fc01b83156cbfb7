import { invariant } from '../domain/invariant.js';
import type { DuckDbSession } from './duckdb-session.js';
import { dateLiteral, duckdbText, identifier } from './sql-literal.js';

/** One Parquet file of a view, with the partition that its rows belong to; of a history also how many sessions ago that was. */
export type DatasetFile = {
  view: string;
  feed: string;
  trade_date: string;
  path: string;
  sessions_ago?: number;
};

/**
 * Makes each view over its files; returns the names.
 *
 * A view has the columns given for it; those that a file does not hold are null there. Rows have no order.
 */
export async function createDatasetViews(
  session: DuckDbSession,
  files: readonly DatasetFile[],
  columns: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<ReadonlySet<string>> {
  const views = new Set(files.map((file) => file.view));
  for (const view of views) {
    const types = columns.get(view);
    invariant(types !== undefined, `"${view}" is the name of a view`);
    const own = files.filter((file) => file.view === view).map(rowsOf);
    const parts = [emptyRelation(types), ...own].join(' UNION ALL BY NAME ');
    const names = [...types.keys()].map(identifier).join(', ');
    await session.run(`CREATE VIEW ${identifier(view)} AS SELECT ${names} FROM (${parts})`);
  }
  return views;
}

/**
 * Adds rows of files to views of the session, until the returned action is called; views that are not there are left alone.
 *
 * A temporary view of the same name stands before the lasting one, which stays as it is.
 */
export async function addToDatasetViews(
  session: DuckDbSession,
  files: readonly DatasetFile[],
  views: ReadonlySet<string>,
): Promise<() => Promise<void>> {
  const added = [...new Set(files.map((file) => file.view))].filter((view) => views.has(view));
  for (const view of added) {
    const parts = files.filter((file) => file.view === view).map(rowsOf);
    const rows = [`SELECT * FROM memory.main.${identifier(view)}`, ...parts].join(' UNION ALL BY NAME ');
    await session.run(`CREATE OR REPLACE TEMPORARY VIEW ${identifier(view)} AS ${rows}`);
  }
  return async () => {
    for (const view of added) await session.run(`DROP VIEW temp.${identifier(view)}`);
  };
}

function rowsOf({ path, feed, trade_date, sessions_ago }: DatasetFile): string {
  const ago = sessions_ago === undefined ? '' : `, CAST(${sessions_ago} AS BIGINT) AS sessions_ago`;
  return `SELECT *, ${dateLiteral(trade_date)} AS trade_date, ${duckdbText(feed)} AS feed${ago} FROM read_parquet(${duckdbText(path)}, hive_partitioning = false)`;
}

/** SQL of a relation that has the columns and no row. */
export function emptyRelation(types: ReadonlyMap<string, string>): string {
  const nulls = [...types].map(([name, type]) => `CAST(NULL AS ${type}) AS ${identifier(name)}`);
  return `SELECT ${nulls.join(', ')} WHERE false`;
}
