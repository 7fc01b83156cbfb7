import path from 'node:path';
import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { JobPlan } from '../domain/generated/job-plan.js';
import type { LedgerDay } from '../domain/generated/ledger-day.js';
import type { PinnedInput } from '../domain/generated/run.js';
import { loadMarketDay } from '../lake/calendar/market-day.js';
import { readViewColumns } from '../lake/canonical-dataset.js';
import { reconcileDay } from '../lake/ledger/reconcile-day.js';
import type { ObjectStore } from '../store/object-store.js';
import { canaryMark } from '../surveillance/canary.js';
import { outsideEffectiveDates } from '../surveillance/outside-effective-dates.js';
import { groundsOf, whyInconclusive } from '../surveillance/why-inconclusive.js';
import { coverageGap } from './coverage-gap.js';
import { describeJob, type JobDescription } from './job-records.js';
import { pinDay } from './pin-day.js';
import { type ConfiguredPattern, planJobs } from './plan-jobs.js';
import { type ConfiguredQuery, planQueries } from './plan-queries.js';
import { isReal, sessionsAtHand } from './run-plans-locally.js';
import { type Canaries, writeCanaries } from './write-canaries.js';

/** What a day's jobs are made of. */
export type PlanningContext = {
  store: ObjectStore;
  feeds: readonly FeedSpec[];
  patterns: readonly ConfiguredPattern[];
  queries?: readonly ConfiguredQuery[];
  now_ns: () => bigint;
  /** Folder in which canaries are made. */
  work: string;
};

/** Jobs of a day, and the canaries that their plans name, which must be stored before one is started. */
export type PlannedDay = {
  jobs: JobDescription[];
  canaries: Canaries;
  /** What the day's ledger said when they were planned, and all that they may read. */
  ledger: LedgerDay;
  inputs: PinnedInput[];
};

/** The jobs of a trade date, one per pattern and then one per query in the order given, over what is published now. Nothing is recorded. */
export async function planDay(context: PlanningContext, trade_date: string): Promise<PlannedDay> {
  // Asked before the inputs are read: what another writer publishes in between is never complete without being read.
  const ledger = await reconcileDay(context.store, context.feeds, {
    trade_date,
    now_ns: context.now_ns(),
  });
  const inputs = await pinDay(context, trade_date, {});
  const day = await loadMarketDay(trade_date);
  const canaries = await writeCanaries(path.join(context.work, 'canaries'), context.patterns, trade_date);
  const columns = await readViewColumns();
  const plans = planJobs(day, context.patterns, { inputs, columns, canaries: canaries.inputs });
  const ofPatterns = context.patterns.flatMap(({ pattern }, index) => {
    const plan = plans[index];
    if (plan === undefined) return [];
    const outside = outsideEffectiveDates(pattern.spec, trade_date);
    const mute = whyInconclusive({ ...groundsOf(pattern), day, ...atHand(plan) });
    return [
      describeJob(plan, {
        spec: pattern.spec,
        gap: coverageGap(ledger, pattern.spec),
        blocked: blockedBy('not_in_force', outside) ?? blockedBy('inconclusive', mute),
        canary: pattern.canary === null ? null : canaryMark(pattern.canary),
      }),
    ];
  });
  const { queries = [] } = context;
  const ofQueries = planQueries(day, queries, { inputs, columns }).flatMap((plan, index) => {
    const query = queries[index]?.query;
    if (query === undefined) return [];
    const { spec, sql } = query;
    const blocked = blockedBy('inconclusive', whyInconclusive({ spec, sql: [sql], day, ...atHand(plan) }));
    return [describeJob(plan, { spec, gap: coverageGap(ledger, spec), blocked, canary: null })];
  });
  return { jobs: [...ofPatterns, ...ofQueries], canaries, ledger, inputs };
}

/** Datasets of the market that a plan's inputs hold, and how many earlier sessions of each. */
function atHand({ inputs }: JobPlan): { available: Set<string>; sessions: ReadonlyMap<string, number> } {
  const real = inputs.filter(isReal);
  const ofDay = real.filter(({ sessions_ago }) => sessions_ago === undefined);
  return { available: new Set(ofDay.map(({ dataset }) => dataset)), sessions: sessionsAtHand(real) };
}

function blockedBy(
  outcome: 'inconclusive' | 'not_in_force',
  reason: string | null,
): JobDescription['blocked'] {
  return reason === null ? null : { outcome, reason };
}
