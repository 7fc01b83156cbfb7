export {
  type CanonicalizeContext,
  type CanonicalizedDelivery,
  canonicalizeDelivery,
} from './canonicalize/canonicalize-delivery.js';
export { type DeliveryFault, formatFault, type RecordFault } from './canonicalize/diagnostics.js';
export type { Feed } from './canonicalize/feed.js';
export { type FeedProblem, formatFeedProblem } from './canonicalize/feed-problem.js';
export { loadFeed } from './canonicalize/load-feed.js';
export { type FeedCatalogue, loadFeedCatalogue } from './canonicalize/load-feed-catalogue.js';
export { type MatchedDelivery, matchDelivery } from './canonicalize/match-delivery.js';
export type { Diagnostic, Place } from './domain/diagnostic.js';
export type { FailureCode } from './domain/failure-catalogue.js';
export type { Alert } from './domain/generated/alert.js';
export type { Delivery } from './domain/generated/delivery.js';
export type { Evidence } from './domain/generated/evidence.js';
export type { Explanation } from './domain/generated/explanation.js';
export type { FeedSpec } from './domain/generated/feed-spec.js';
export type { JobPlan } from './domain/generated/job-plan.js';
export type { Manifest } from './domain/generated/manifest.js';
export type { PatternSpec } from './domain/generated/pattern.js';
export type { Rejection } from './domain/generated/rejection.js';
export type { Report } from './domain/generated/report.js';
export type { DeliveryOutcome, PatternOutcome, Run } from './domain/generated/run.js';
export type { Totals } from './domain/generated/totals.js';
export { OperationalFailure } from './domain/operational-failure.js';
export { type ConfiguredPattern, planJobs } from './jobs/plan-jobs.js';
export { type DayContext, type FinishedRun, runDay } from './jobs/run-day.js';
export { runPlansLocally } from './jobs/run-plans-locally.js';
export { type CanonicalDataset, loadCanonicalDatasets } from './lake/canonical-dataset.js';
export { commitManifest } from './lake/commit-manifest.js';
export { pinInputs } from './lake/pin-inputs.js';
export { type CommittedFile, readDay, readManifests } from './lake/read-lake.js';
export { readAlerts, readEvidence, readLatestRun, recordRun } from './lake/run-records.js';
export { buildReport } from './report/build-report.js';
export { explainAlert } from './report/explain-alert.js';
export { renderExplanationHtml } from './report/render-explanation-html.js';
export { renderExplanationText } from './report/render-explanation-text.js';
export { renderHtml } from './report/render-html.js';
export { simulateDay } from './simulate/simulate-day.js';
export { openLocalStore } from './store/local-store.js';
export type { ObjectStore } from './store/object-store.js';
export { bindPattern } from './surveillance/bind-pattern.js';
export { evaluatePattern, type PatternResult } from './surveillance/evaluate-pattern.js';
export { loadPattern, type Pattern } from './surveillance/load-pattern.js';
export { loadPatternCatalogue, type PatternCatalogue } from './surveillance/load-pattern-catalogue.js';
export { formatPatternProblem, type PatternProblem } from './surveillance/pattern-problem.js';
export { type ResolvedSettings, resolveSettings } from './surveillance/resolve-settings.js';
