import type { JobPlan } from '../domain/generated/job-plan.js';
import type { LedgerDay } from '../domain/generated/ledger-day.js';
import type { DeliveryOutcome, PatternOutcome, PinnedInput, Run } from '../domain/generated/run.js';
import { resultKey } from '../lake/run-records.js';
import type { PatternResult } from '../surveillance/evaluate-pattern.js';
import { highestSeverity } from '../surveillance/order-alerts.js';
import { scoringSha256 } from '../surveillance/score-alert.js';
import { coverageGap } from './coverage-gap.js';
import type { ConfiguredPattern } from './plan-jobs.js';
import { runIdOf } from './run-id.js';

/** What a run is made of: what became of its files, what the ledger said, what was read and what patterns said of it. */
export type RunParts = {
  trade_date: string;
  version: string;
  /** Hash of the program's files; a run does not say it where it is not given. */
  code_sha256?: string | undefined;
  deliveries: readonly DeliveryOutcome[];
  ledger: LedgerDay;
  inputs: PinnedInput[];
  patterns: PatternOutcome[];
};

/** The record of a run: the same parts give the same, whoever ran the patterns. Deliveries are in the order of feed and name. */
export function composeRun(parts: RunParts): Run {
  const { trade_date, version, code_sha256, deliveries, ledger, inputs, patterns } = parts;
  const recorded = deliveries.map(asRecorded).sort(byFeedAndName);
  const missing_feeds = feedsWithoutData(ledger);
  const completeness = ledger.datasets.map(({ dataset, verdict, reasons }) => ({
    dataset,
    verdict,
    reasons,
  }));
  const run_id = runIdOf({ trade_date, patterns, missing_feeds, completeness, deliveries: recorded });
  return {
    format: 1,
    run_id,
    trade_date,
    tapewarden_version: version,
    ...(code_sha256 === undefined ? {} : { code_sha256 }),
    deliveries: recorded,
    missing_feeds,
    completeness,
    inputs,
    patterns,
    alerts_key: resultKey(trade_date, run_id, 'alerts'),
    evidence_key: resultKey(trade_date, run_id, 'evidence'),
  };
}

/** What a pattern said, where silence over an incomplete day is never clear. */
export function patternOutcome(
  { pattern, settings, plan }: ConfiguredPattern & { plan: Pick<JobPlan, 'plan_id'> },
  result: PatternResult,
  ledger: LedgerDay,
): PatternOutcome {
  const gap = result.outcome === 'not_in_force' ? null : coverageGap(ledger, pattern.spec);
  return {
    pattern_id: pattern.spec.id,
    version: pattern.spec.version,
    title: pattern.spec.title,
    severity: highestSeverity(result.alerts),
    settings: settings.values,
    settings_sha256: settings.settings_sha256,
    sql_sha256: pattern.sql_sha256,
    scoring_sha256: scoringSha256(pattern.spec),
    plan_id: plan.plan_id,
    outcome: result.outcome === 'clear' && gap !== null ? 'inconclusive' : result.outcome,
    reason: [result.reason, gap].filter((reason) => reason !== null).join('; ') || null,
    alerts: result.alerts.length,
    events_seen: result.events_seen,
    instruments_seen: result.instruments_seen,
    canary: result.canary ?? { state: 'none', alerts: 0, sha256: null },
  };
}

/** Whether this run or an interrupted one before it published a delivery is no part of what happened on the day. */
function asRecorded(outcome: DeliveryOutcome): DeliveryOutcome {
  return outcome.status === 'already_published' ? { ...outcome, status: 'published' } : outcome;
}

/** Feeds that owe something and of which nothing is published. */
function feedsWithoutData({ entries }: LedgerDay): string[] {
  return entries
    .filter(({ verdict }) => verdict === 'incomplete' || verdict === 'not_due_yet')
    .filter(({ deliveries }) => deliveries.every(({ state }) => state === 'refused'))
    .map(({ feed }) => feed);
}

function byFeedAndName(left: DeliveryOutcome, right: DeliveryOutcome): number {
  return compare(left.feed ?? '', right.feed ?? '') || compare(left.file, right.file);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
