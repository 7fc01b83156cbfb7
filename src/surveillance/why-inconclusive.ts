import type { MarketDay } from '../lake/calendar/market-day.js';
import type { SqlSpec } from './check-sql-spec.js';
import type { Pattern } from './load-pattern.js';
import { needsSession } from './pattern-parameters.js';

/** A pattern or query on a day: what it reads, its SQL, with the views that there are, and how many earlier sessions of each dataset. */
export type Grounds = {
  readonly spec: Omit<SqlSpec, 'settings'>;
  readonly sql: readonly string[];
  readonly day: MarketDay;
  readonly available: ReadonlySet<string>;
  readonly sessions?: ReadonlyMap<string, number>;
};

/** Why SQL cannot say anything of a day, in words: a dataset, earlier sessions or the session are not there; else null. */
export function whyInconclusive(grounds: Grounds): string | null {
  const { spec, sql, day, available } = grounds;
  const missing = Object.keys(spec.reads).filter((dataset) => !available.has(dataset));
  if (missing.length > 0) return `no data for ${missing.join(', ')} on ${day.trade_date}`;
  const short = shortHistories(grounds);
  if (short.length > 0) return short.join('; ');
  if (day.session === null && needsSession(sql))
    return `no session on ${day.trade_date} (${day.closed}), by whose hours it tells time`;
  return null;
}

/** What is missing of the sessions before the trade date, in words. */
function shortHistories({ spec, day, sessions }: Grounds): string[] {
  return Object.entries(spec.reads_history ?? {}).flatMap(([dataset, { at_least }]) => {
    const held = sessions?.get(dataset) ?? 0;
    if (held >= at_least) return [];
    return [
      `${dataset} of ${held} sessions before ${day.trade_date}, expected at least ${at_least}; canonicalize earlier days first`,
    ];
  });
}

/** What a pattern reads, and both of its texts. */
export function groundsOf({ spec, alerts_sql, evidence_sql }: Pattern): Pick<Grounds, 'spec' | 'sql'> {
  return { spec, sql: [alerts_sql, evidence_sql] };
}
