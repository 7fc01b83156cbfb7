import type { JobPlan } from '../domain/generated/job-plan.js';
import { sha256OfValue } from '../domain/sha256.js';
import type { MarketDay } from '../lake/calendar/market-day.js';
import { bindQuery } from '../surveillance/queries/answer-query.js';
import type { Query } from '../surveillance/queries/load-query.js';
import type { ResolvedSettings } from '../surveillance/resolve-settings.js';
import { type PlanInputs, whatItReads } from './plan-jobs.js';

/** A predefined query with the settings it is to run with. */
export type ConfiguredQuery = { query: Query; settings: ResolvedSettings };

/** Every engine runs two queries of a plan; of a predefined query the second gives nothing. */
const NOTHING = 'SELECT 0 AS nothing FROM alerts WHERE 1 = 0';

/**
 * One plan per predefined query for a day, in the order given, each with only the inputs that it reads.
 *
 * `plan_id` is the hash of the plan's content, as of a pattern's.
 */
export function planQueries(
  day: MarketDay,
  queries: readonly ConfiguredQuery[],
  inputs: Pick<PlanInputs, 'inputs' | 'columns'>,
): JobPlan[] {
  return queries.map(({ query, settings }) => {
    const { spec, sql_sha256 } = query;
    const { read, absent } = whatItReads(spec, inputs);
    const content: Omit<JobPlan, 'plan_id'> = {
      format: 1,
      trade_date: day.trade_date,
      workload: spec.workload,
      kind: 'query',
      pattern_id: spec.id,
      pattern_version: spec.version,
      settings: settings.values,
      settings_sha256: settings.settings_sha256,
      sql_sha256,
      alerts_sql: bindQuery(query, settings, day),
      evidence_sql: NOTHING,
      inputs: read,
      ...absent,
    };
    return { ...content, plan_id: sha256OfValue(content) };
  });
}
