import type { QueryAnswer } from '../../domain/generated/query-answer.js';
import type { QuerySpec } from '../../domain/generated/query-spec.js';

/** What an answer says of itself before its rows: query, settings, day and columns. */
export function answerHead(
  { id, version, columns }: QuerySpec,
  asked: Pick<QueryAnswer, 'sql_sha256' | 'settings' | 'trade_date'>,
): Omit<QueryAnswer, 'outcome' | 'reason' | 'rows' | 'more'> {
  return {
    query_id: id,
    query_version: version,
    sql_sha256: asked.sql_sha256,
    settings: { ...asked.settings },
    trade_date: asked.trade_date,
    columns: Object.entries(columns).map(([name, { type, unit }]) => ({ name, type, unit })),
  };
}
