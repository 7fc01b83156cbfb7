import type { FeedSpec } from '../domain/generated/feed-spec.js';
import { loadMarketDay } from '../lake/calendar/market-day.js';
import { readViewColumns } from '../lake/canonical-dataset.js';
import { reconcileDay } from '../lake/ledger/reconcile-day.js';
import type { ObjectStore } from '../store/object-store.js';
import { outsideEffectiveDates } from '../surveillance/outside-effective-dates.js';
import { whyInconclusive } from '../surveillance/why-inconclusive.js';
import { coverageGap } from './coverage-gap.js';
import { describeJob, type JobDescription } from './job-records.js';
import { pinDay } from './pin-day.js';
import { type ConfiguredPattern, planJobs } from './plan-jobs.js';
import { sessionsAtHand } from './run-plans-locally.js';

/** What a day's jobs are made of. */
export type PlanningContext = {
  store: ObjectStore;
  feeds: readonly FeedSpec[];
  patterns: readonly ConfiguredPattern[];
  now_ns: () => bigint;
};

/** The jobs of a trade date, one per pattern in the order given, over what is published now. Nothing is recorded. */
export async function planDay(context: PlanningContext, trade_date: string): Promise<JobDescription[]> {
  // Asked before the inputs are read: what another writer publishes in between is never complete without being read.
  const ledger = await reconcileDay(context.store, context.feeds, {
    trade_date,
    now_ns: context.now_ns(),
  });
  const inputs = await pinDay(context, trade_date, {});
  const day = await loadMarketDay(trade_date);
  const plans = planJobs(day, context.patterns, { inputs, columns: await readViewColumns() });
  return context.patterns.flatMap(({ pattern }, index) => {
    const plan = plans[index];
    if (plan === undefined) return [];
    const available = new Set(
      plan.inputs.flatMap(({ dataset, sessions_ago }) => (sessions_ago === undefined ? [dataset] : [])),
    );
    const sessions = sessionsAtHand(plan.inputs);
    return [
      describeJob(plan, {
        spec: pattern.spec,
        gap: coverageGap(ledger, pattern.spec),
        blocked:
          outsideEffectiveDates(pattern.spec, trade_date) ??
          whyInconclusive({ pattern, day, available, sessions }),
      }),
    ];
  });
}
