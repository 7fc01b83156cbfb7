import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { LedgerDay } from '../domain/generated/ledger-day.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { Rejection } from '../domain/generated/rejection.js';
import type { ChainHead, DeliverySource, QuarantineLine } from '../domain/generated/report.js';
import type { Run } from '../domain/generated/run.js';
import type { KnownAudits } from './audits/quote-audits.js';
import type { SourcedRun } from './changes/list-changes.js';
import type { KnownJobs } from './list-jobs.js';
import type { KeptScore } from './list-scores.js';
import type { RejectionCounts } from './summarize-rejections.js';

/** The documents of one run. `rejections` may be a sample; all others are complete. */
export interface ReportInput {
  readonly run: Run;
  /** Hash of the run as it is recorded; null where it is not. */
  readonly run_sha256: string | null;
  readonly alerts: readonly Alert[];
  readonly evidence: readonly Evidence[];
  readonly rejections: readonly Rejection[];
  /** All stored faults, counted by feed and code. */
  readonly rejection_counts: RejectionCounts;
  /** What was owed for the day, as the ledger says when the report is made. */
  readonly ledger: Pick<LedgerDay, 'entries'>;
  /** What has become of rejected records of the day since, by feed. */
  readonly quarantine: readonly QuarantineLine[];
  /** The catalogue: a pattern in it without an outcome in the run is reported as not run. */
  readonly patterns: readonly PatternSpec[];
  /** Published deliveries of the run with what made rows of them, by feed and file. */
  readonly sources: readonly DeliverySource[];
  /** How far each chain went when the report was made, by feed. */
  readonly chains: readonly ChainHead[];
  readonly jobs: KnownJobs;
  readonly audits: KnownAudits;
  readonly scores: readonly KeptScore[];
  /** The run before this one; null where there is none. */
  readonly before: SourcedRun | null;
}
