import type { LedgerDay } from '../../domain/generated/ledger-day.js';
import type { Report, ReportJobs } from '../../domain/generated/report.js';
import type { RollUpDay } from '../../domain/generated/report-roll-up.js';

/** What a roll-up takes over from the report of a day, and the hash of that report's JSON. */
export type ReportedDay = Pick<
  Report,
  'verdicts' | 'accounting' | 'coverage' | 'alerts' | 'changes' | 'provenance'
> & { readonly report_sha256: string };

/** One day of the calendar with all that is known of it. */
export type KnownDay = Pick<RollUpDay, 'trade_date' | 'session' | 'session_name'> & {
  /** Whether the market has closed, or had no session; else nobody can have looked at the day yet. */
  readonly over: boolean;
  readonly ledger: LedgerDay;
  /** The report of the day's newest run; null where there is none. */
  readonly report: ReportedDay | null;
  /** Recorded runs of the day. */
  readonly runs: number;
  readonly jobs: ReportJobs;
};

/** The days of a month (`2026-11`) or a quarter (`2026-Q4`), ascending; every one of them. */
export type RollUpInput = { readonly period: string; readonly days: readonly KnownDay[] };
