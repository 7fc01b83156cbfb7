import type { AnsweredRow } from '../../domain/generated/query-answer.js';
import { bindSettings } from '../../engine/bind-settings.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import type { MarketDay } from '../../lake/calendar/market-day.js';
import { parametersOfDay } from '../pattern-parameters.js';
import type { ResolvedSettings } from '../resolve-settings.js';
import { whyInconclusive } from '../why-inconclusive.js';
import { withAbsentViews } from '../with-absent-views.js';
import { collectRows } from './collect-rows.js';
import type { Query } from './load-query.js';

/** A query with its settings on one day, over the datasets that are there. */
export type QueryTask = {
  readonly query: Query;
  readonly settings: ResolvedSettings;
  readonly day: MarketDay;
  /** Canonical datasets that have a view of that name in the session. */
  readonly available: ReadonlySet<string>;
};

/** What a query says of a day: all of its rows in their order, or why it can say nothing. No rows is not the same as no data. */
export type AnsweredQuery =
  | { readonly outcome: 'rows'; readonly reason: null; readonly rows: readonly AnsweredRow[] }
  | { readonly outcome: 'inconclusive'; readonly reason: string; readonly rows: readonly [] };

/** Answers one query on a session whose views hold one trade date. Throws `database-failed`. */
export async function answerQuery(session: DuckDbSession, task: QueryTask): Promise<AnsweredQuery> {
  const { query, settings, day, available } = task;
  const { spec } = query;
  const reason = whyInconclusive({ spec, sql: [query.sql], day, available });
  if (reason !== null) return { outcome: 'inconclusive', reason, rows: [] };
  const rows = await withAbsentViews(session, { spec, available }, () =>
    session.rows(bindQuery(query, settings, day)),
  );
  return { outcome: 'rows', reason: null, rows: collectRows(spec, rows) };
}

/** The query's text with settings and the day as typed literals, ready for any of the engines. */
export function bindQuery(query: Query, settings: ResolvedSettings, day: MarketDay): string {
  return bindSettings(query.sql, new Map([...settings.parameters, ...parametersOfDay(day)]));
}
