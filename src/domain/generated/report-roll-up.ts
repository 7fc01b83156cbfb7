// Generated from schemas/report-roll-up.schema.json by npm run generate; do not edit.

/**
 * What a compliance officer signs for a month or a quarter: every day of the calendar, and what was found on it.
 */
export interface ReportRollUp {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Month yyyy-MM, or quarter yyyy-Qn.
   */
  period: string;
  /**
   * First day.
   */
  first_date: string;
  /**
   * Last day.
   */
  last_date: string;
  totals: RollUpTotals;
  /**
   * One per area.
   */
  areas: AreaDays[];
  /**
   * Every day of the period.
   */
  days: RollUpDay[];
  /**
   * Every feed of the catalogue, and others of which something came.
   */
  feeds: RollUpFeed[];
  /**
   * Every pattern that was run or is in the catalogue of a run, by id.
   */
  patterns: RollUpPattern[];
}
/**
 * The period.
 */
export interface RollUpTotals {
  /**
   * Days of the calendar.
   */
  days: number;
  /**
   * Days with a session.
   */
  sessions: number;
  /**
   * Days with a run.
   */
  days_run: number;
  /**
   * Days with a session or a file, and no run.
   */
  days_no_run: number;
  /**
   * Days without a run, of which what is owed may still come.
   */
  days_not_due_yet: number;
  /**
   * Days without a session and without a run.
   */
  days_no_session: number;
  /**
   * Days with at least one inconclusive pattern.
   */
  days_inconclusive: number;
  /**
   * Days with at least one pattern that failed or was not run.
   */
  days_failed: number;
  deliveries: RollUpDeliveries;
  records: RollUpRecords;
  alerts: RollUpAlerts;
  jobs: RollUpJobs;
}
/**
 * All feeds; days are counted for each feed.
 */
export interface RollUpDeliveries {
  /**
   * Days on which a delivery was owed.
   */
  due: number;
  /**
   * Days on which all was there.
   */
  complete: number;
  /**
   * Days on which something was missing, refused, short or unexpected.
   */
  incomplete: number;
  /**
   * Days whose time had not come.
   */
  not_due_yet: number;
  /**
   * Days on which a file that was owed had not come.
   */
  missing: number;
  /**
   * Days on which a file that stands came late.
   */
  late: number;
  /**
   * Files that stand.
   */
  received: number;
  /**
   * Files that were sent again with other bytes.
   */
  replaced: number;
  /**
   * Files of which nothing was published.
   */
  refused: number;
  /**
   * Files that hold the bytes of another one again.
   */
  duplicate: number;
  /**
   * Files that were refused because their control totals do not hold.
   */
  control_breaks: number;
}
/**
 * Records of published deliveries of the runs.
 */
export interface RollUpRecords {
  /**
   * Records read.
   */
  read: number;
  /**
   * Records that became canonical rows.
   */
  accepted: number;
  /**
   * Records in quarantine.
   */
  rejected: number;
  /**
   * Records equal to an earlier one.
   */
  duplicates: number;
}
/**
 * Alerts by severity.
 */
export interface RollUpAlerts {
  /**
   * All.
   */
  total: number;
  /**
   * Of high severity.
   */
  high: number;
  /**
   * Of medium severity.
   */
  medium: number;
  /**
   * Of low severity.
   */
  low: number;
}
/**
 * Jobs.
 */
export interface RollUpJobs {
  /**
   * Jobs.
   */
  jobs: number;
  /**
   * Attempts.
   */
  attempts: number;
  /**
   * Jobs that failed.
   */
  failed: number;
  /**
   * Jobs of which the end is not recorded.
   */
  open: number;
  /**
   * Sum of the known prices, US dollars, exact decimal.
   */
  usd: string;
  /**
   * Attempts whose price is not known.
   */
  unpriced: number;
}
/**
 * One area over the days that were run.
 */
export interface AreaDays {
  /**
   * Area.
   */
  area: 'deliveries' | 'records' | 'quarantine' | 'surveillance' | 'jobs' | 'trail' | 'access' | 'posture';
  /**
   * Worst state of a day that was run; none without any.
   */
  worst: 'complete' | 'findings' | 'incomplete' | 'not_checked' | 'none' | 'failed';
  /**
   * Days.
   */
  complete: number;
  /**
   * Days.
   */
  findings: number;
  /**
   * Days.
   */
  incomplete: number;
  /**
   * Days.
   */
  not_checked: number;
  /**
   * Days.
   */
  none: number;
  /**
   * Days.
   */
  failed: number;
}
/**
 * One day of the calendar.
 */
export interface RollUpDay {
  /**
   * Date.
   */
  trade_date: string;
  /**
   * What the market's calendar says of it.
   */
  session: 'regular' | 'early_close' | 'late_open' | 'closed';
  /**
   * Why it is no regular day.
   */
  session_name: string | null;
  /**
   * run: a run is recorded; no_run: there was a session or a file, and no run; not_due_yet: no run, and what is owed may still come; no_session: the market was closed and nothing came.
   */
  state: 'run' | 'no_run' | 'not_due_yet' | 'no_session';
  /**
   * What the ledger says of the day.
   */
  ledger: 'complete' | 'incomplete' | 'not_due_yet' | 'nothing_due' | 'no_session';
  /**
   * Feeds of which a file that was owed had not come.
   *
   * Items: Feed.
   */
  missing_feeds: string[];
  deliveries: DayDeliveries;
  /**
   * The newest run of the day; null where there is none.
   */
  run: null | RollUpRun;
  jobs: DayJobs;
}
/**
 * What all feeds owed and sent for the day.
 */
export interface DayDeliveries {
  /**
   * Feeds that owed a delivery.
   */
  due: number;
  /**
   * Feeds of which all was there.
   */
  complete: number;
  /**
   * Feeds of which something was missing, refused, short or unexpected.
   */
  incomplete: number;
  /**
   * Feeds whose time had not come.
   */
  not_due_yet: number;
  /**
   * Feeds of which a file that was owed had not come.
   */
  missing: number;
  /**
   * Feeds of which a file came late.
   */
  late: number;
  /**
   * Files that stand.
   */
  received: number;
  /**
   * Files that were sent again with other bytes.
   */
  replaced: number;
  /**
   * Files of which nothing was published.
   */
  refused: number;
  /**
   * Files that hold the bytes of another one again.
   */
  duplicate: number;
  /**
   * Files that were refused because their control totals do not hold.
   */
  control_breaks: number;
}
/**
 * One run.
 */
export interface RollUpRun {
  /**
   * Run.
   */
  run_id: string;
  /**
   * Runs of the day that are recorded.
   */
  runs: number;
  /**
   * Version of the program.
   */
  tapewarden_version: string;
  /**
   * Hash of the report of that run as JSON, made with this roll-up.
   */
  report_sha256: string;
  /**
   * One per area.
   */
  verdicts: DayVerdict[];
  records: DayRecords;
  alerts: DayAlerts;
  patterns: DayPatterns;
  /**
   * Patterns that say nothing of the day because an input was missing.
   */
  inconclusive: InconclusivePattern[];
  /**
   * Patterns that did not run to their end, or not at all.
   */
  failed: FailedPattern[];
  /**
   * Differences from the run before.
   */
  changes: number;
}
/**
 * The judgement on one area.
 */
export interface DayVerdict {
  /**
   * Area.
   */
  area: 'deliveries' | 'records' | 'quarantine' | 'surveillance' | 'jobs' | 'trail' | 'access' | 'posture';
  /**
   * As in the report.
   */
  state: 'complete' | 'findings' | 'incomplete' | 'not_checked' | 'none' | 'failed';
  /**
   * In a few words.
   */
  headline: string;
}
/**
 * Records of published deliveries.
 */
export interface DayRecords {
  /**
   * Records read.
   */
  read: number;
  /**
   * Records that became canonical rows.
   */
  accepted: number;
  /**
   * Records in quarantine.
   */
  rejected: number;
  /**
   * Records equal to an earlier one.
   */
  duplicates: number;
}
/**
 * Alerts by severity.
 */
export interface DayAlerts {
  /**
   * All.
   */
  total: number;
  /**
   * Of high severity.
   */
  high: number;
  /**
   * Of medium severity.
   */
  medium: number;
  /**
   * Of low severity.
   */
  low: number;
}
/**
 * Patterns by outcome.
 */
export interface DayPatterns {
  /**
   * Patterns.
   */
  alerts: number;
  /**
   * Patterns.
   */
  clear: number;
  /**
   * Patterns.
   */
  inconclusive: number;
  /**
   * Patterns.
   */
  failed: number;
  /**
   * Patterns.
   */
  not_run: number;
  /**
   * Patterns.
   */
  not_in_force: number;
}
/**
 * One pattern.
 */
export interface InconclusivePattern {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Title.
   */
  title: string;
  /**
   * Why.
   */
  reason: string | null;
}
/**
 * One pattern.
 */
export interface FailedPattern {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Title.
   */
  title: string;
  /**
   * Why.
   */
  reason: string | null;
}
/**
 * Jobs of the day.
 */
export interface DayJobs {
  /**
   * Jobs.
   */
  jobs: number;
  /**
   * Attempts.
   */
  attempts: number;
  /**
   * Jobs that failed.
   */
  failed: number;
  /**
   * Jobs of which the end is not recorded.
   */
  open: number;
  /**
   * Sum of the known prices, US dollars, exact decimal.
   */
  usd: string;
  /**
   * Attempts whose price is not known.
   */
  unpriced: number;
}
/**
 * One feed over the period.
 */
export interface RollUpFeed {
  /**
   * Feed.
   */
  feed: string;
  /**
   * Days on which a delivery was owed.
   */
  due: number;
  /**
   * Days on which all was there.
   */
  complete: number;
  /**
   * Days on which something was missing, refused, short or unexpected.
   */
  incomplete: number;
  /**
   * Days whose time had not come.
   */
  not_due_yet: number;
  /**
   * Days on which a file that was owed had not come.
   */
  missing: number;
  /**
   * Days on which a file that stands came late.
   */
  late: number;
  /**
   * Files that stand.
   */
  received: number;
  /**
   * Files that were sent again with other bytes.
   */
  replaced: number;
  /**
   * Files of which nothing was published.
   */
  refused: number;
  /**
   * Files that hold the bytes of another one again.
   */
  duplicate: number;
  /**
   * Files that were refused because their control totals do not hold.
   */
  control_breaks: number;
  /**
   * Records read.
   */
  read: number;
  /**
   * Records that became canonical rows.
   */
  accepted: number;
  /**
   * Records in quarantine.
   */
  rejected: number;
  /**
   * Records equal to an earlier one.
   */
  duplicates: number;
}
/**
 * One pattern over the days that were run.
 */
export interface RollUpPattern {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Title, of its newest version.
   */
  title: string;
  /**
   * Versions that were run.
   *
   * Items: Version.
   */
  versions: number[];
  /**
   * All.
   */
  total: number;
  /**
   * Of high severity.
   */
  high: number;
  /**
   * Of medium severity.
   */
  medium: number;
  /**
   * Of low severity.
   */
  low: number;
  /**
   * Days that it ran on to its end.
   */
  days_run: number;
  /**
   * Days with an alert.
   */
  days_with_alerts: number;
  /**
   * Days on which it was inconclusive.
   */
  days_inconclusive: number;
  /**
   * Days on which it failed or was not run.
   */
  days_failed: number;
  /**
   * Days on which its rule was not in force.
   */
  days_not_in_force: number;
}
