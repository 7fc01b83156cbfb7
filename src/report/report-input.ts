import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { LedgerDay } from '../domain/generated/ledger-day.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { Rejection } from '../domain/generated/rejection.js';
import type { QuarantineLine } from '../domain/generated/report.js';
import type { Run } from '../domain/generated/run.js';

/** The documents of one run. `rejections` may be a sample; all others are complete. */
export interface ReportInput {
  readonly run: Run;
  readonly alerts: readonly Alert[];
  readonly evidence: readonly Evidence[];
  readonly rejections: readonly Rejection[];
  /** What was owed for the day, as the ledger says when the report is made. */
  readonly ledger: Pick<LedgerDay, 'entries'>;
  /** What has become of rejected records of the day since, by feed. */
  readonly quarantine: readonly QuarantineLine[];
  /** The catalogue: a pattern in it without an outcome in the run is reported as not run. */
  readonly patterns: readonly PatternSpec[];
}
