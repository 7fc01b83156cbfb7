import type { QueryAnswer } from '../../domain/generated/query-answer.js';
import { loadMarketDay } from '../../lake/calendar/market-day.js';
import { answerHead } from '../../surveillance/queries/answer-head.js';
import { answerQuery } from '../../surveillance/queries/answer-query.js';
import type { Query } from '../../surveillance/queries/load-query.js';
import type { ResolvedSettings } from '../../surveillance/resolve-settings.js';
import { type DayMeans, withDaySession } from './with-day-session.js';

/**
 * What a predefined query says of one trade date of the lake, on the embedded database; at most `limit` of its rows.
 *
 * Throws `calendar-date-outside`, `database-failed`, `object-missing`, `object-damaged`.
 */
export async function runPredefinedQuery(
  { query, settings }: { query: Query; settings: ResolvedSettings },
  trade_date: string,
  means: DayMeans & { limit: number },
): Promise<QueryAnswer> {
  const day = await loadMarketDay(trade_date);
  const { outcome, reason, rows } = await withDaySession(trade_date, means, (session, available) =>
    answerQuery(session, { query, settings, day, available }),
  );
  return {
    ...answerHead(query.spec, { sql_sha256: query.sql_sha256, settings: settings.values, trade_date }),
    outcome,
    reason,
    rows: rows.slice(0, means.limit),
    more: rows.length > means.limit,
  };
}
