// Generated from schemas/report.schema.json by npm run generate; do not edit.

/**
 * What a compliance officer signs for one run: what arrived, what became of it, what was looked for, what was found.
 */
export interface Report {
  /**
   * Version of this document.
   */
  format: 2;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * One per area, in the order in which the report tells of them.
   */
  verdicts: Verdict[];
  /**
   * Where the documents of the run do not agree with each other, in one sentence each; empty when all agree.
   *
   * Items: One contradiction.
   */
  contradictions: string[];
  /**
   * Feeds of which nothing is published for the trade date.
   *
   * Items: Feed.
   */
  missing_feeds: string[];
  /**
   * What became of each file; refused ones first, then in the order of the run.
   */
  deliveries: DeliveryLine[];
  /**
   * What every feed owed for the day against what arrived, by feed, as the ledger said when the report was made.
   */
  arrivals: ArrivalLine[];
  arrival_totals: ArrivalTotals;
  /**
   * What the ledger said of each dataset when the patterns ran; empty of runs of version 0.1.0.
   */
  completeness: DatasetLine[];
  accounting: Accounting;
  rejections: RejectionSummary;
  /**
   * What has become of rejected records of the day, by feed, when the report was made; feeds that rejected none are not in it.
   */
  quarantine: QuarantineLine[];
  /**
   * One row per pattern: not run, failed and inconclusive first, then alerts, clear and not in force; by name within.
   */
  coverage: CoverageLine[];
  alerts: AlertTotals;
  /**
   * One entry per pattern with alerts: highest severity first, then highest score, then in the order of coverage.
   */
  findings: Finding[];
  scorecard: ReportScorecard;
  jobs: ReportJobs;
  audits: ReportAudits;
  changes: ReportChanges;
  provenance: Provenance;
}
/**
 * The judgement on one area.
 */
export interface Verdict {
  /**
   * Area.
   */
  area: 'deliveries' | 'records' | 'quarantine' | 'surveillance' | 'jobs' | 'trail' | 'access' | 'posture';
  /**
   * complete: checked, and nothing is open; findings: checked, and something was found; incomplete: checked in part; not_checked: nobody has checked it; none: there was nothing of it; failed: it does not hold, or checking it failed.
   */
  state: 'complete' | 'findings' | 'incomplete' | 'not_checked' | 'none' | 'failed';
  /**
   * The judgement in a few words.
   */
  headline: string;
  /**
   * The judgement with its numbers.
   */
  sentence: string;
}
/**
 * One file.
 */
export interface DeliveryLine {
  /**
   * Name of the file.
   */
  file: string;
  /**
   * Feed; null when no feed claims the name.
   */
  feed: string | null;
  /**
   * Canonical dataset.
   */
  dataset: string | null;
  /**
   * Hash of the bytes as received; null when unreadable.
   */
  sha256: string | null;
  /**
   * published: it is committed; already_published: a command found it committed (never in a recorded run); refused: nothing of it was published.
   */
  status: 'published' | 'already_published' | 'refused';
  totals: null | Totals;
  /**
   * Why it was refused.
   */
  refusals: RefusalLine[];
  /**
   * What rules of the feed decided where the broker's data left it open; absent where nothing was left open.
   */
  notices?: NoticeLine[];
}
/**
 * What became of every record: read = accepted + rejected + duplicates. Control lines and declared session messages are no records.
 */
export interface Totals {
  /**
   * Records in the delivery.
   */
  read: number;
  /**
   * Records that became canonical rows, or replaced or deleted others; corrections of the manifest counts those that became no row.
   */
  accepted: number;
  /**
   * Records in the quarantine.
   */
  rejected: number;
  /**
   * Records equal to an earlier one, in this delivery or in one published before.
   */
  duplicates: number;
  /**
   * Messages that the feed declares to be no records, such as FIX session messages.
   */
  ignored: number;
  /**
   * Header, trailer and column-name lines.
   */
  control_lines: number;
  /**
   * Bytes of the decompressed delivery, all of them accounted for by lines.
   */
  bytes: number;
}
/**
 * One reason.
 */
export interface RefusalLine {
  /**
   * Stable code.
   */
  code: string;
  /**
   * One sentence.
   */
  message: string;
}
/**
 * One decision.
 */
export interface NoticeLine {
  /**
   * Stable code.
   */
  code: string;
  /**
   * The decision in one sentence, with the number of records.
   */
  message: string;
}
/**
 * One feed.
 */
export interface ArrivalLine {
  /**
   * Feed.
   */
  feed: string;
  /**
   * What the ledger says of the feed on the day.
   */
  verdict: 'complete' | 'incomplete' | 'not_due_yet' | 'nothing_due' | 'no_session';
  /**
   * Latest time of arrival, inclusive; null on a day without a session. Nanoseconds since 1970 UTC as decimal text.
   */
  due_at_ns: string | null;
  /**
   * When the last file that stands was first taken in; null where none does. Nanoseconds since 1970 UTC as decimal text.
   */
  received_at_ns: string | null;
  /**
   * How late the latest of them was; null where all were in time or owed none. Nanoseconds since 1970 UTC as decimal text.
   */
  late_by_ns: string | null;
  /**
   * What the ledger tells of it, gaps first.
   */
  notes: string[];
  /**
   * Whether a delivery is owed on every session.
   */
  due: 'daily' | 'on-request';
  /**
   * Whether a file that was owed has not come: nothing at all, fewer than agreed, or a number or part between others.
   */
  missing: boolean;
  files: FileCounts;
  /**
   * Files that stand and came after the time at which they were due.
   */
  late_files: number;
  /**
   * Control totals that were compared.
   */
  controls_checked: number;
  /**
   * Files that were refused because their control totals do not hold.
   */
  control_breaks: number;
  /**
   * Its files in the order in which they were taken in.
   */
  deliveries: ArrivedFile[];
}
/**
 * Files that arrived, by what became of them.
 */
export interface FileCounts {
  /**
   * Files that stand.
   */
  received: number;
  /**
   * Files that were sent again with other bytes, which stand.
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
}
/**
 * One file.
 */
export interface ArrivedFile {
  /**
   * Name of the file.
   */
  file: string;
  /**
   * Hash of the bytes as received.
   */
  sha256: string;
  /**
   * received: it stands; replaced: it was sent again with other bytes, which stand; refused: nothing of it was published; duplicate: the bytes of another file again.
   */
  state: 'received' | 'replaced' | 'refused' | 'duplicate';
  /**
   * When tapewarden first took these bytes in. Nanoseconds since 1970 UTC as decimal text.
   */
  received_at_ns: string;
  /**
   * Nanoseconds after the time at which it was due; null where it was in time or owed none.
   */
  late_by_ns: string | null;
  /**
   * Records; null where they were not counted.
   */
  read: number | null;
  /**
   * Records of it that went into quarantine; null where they were not counted.
   */
  rejected: number | null;
}
/**
 * The ledger of the day, added up.
 */
export interface ArrivalTotals {
  /**
   * Feeds of the catalogue.
   */
  feeds: number;
  /**
   * Feeds that owed a delivery.
   */
  due: number;
  /**
   * Feeds of which all is there.
   */
  complete: number;
  /**
   * Feeds of which something is missing, refused, short or unexpected.
   */
  incomplete: number;
  /**
   * Feeds whose time had not come.
   */
  not_due_yet: number;
  /**
   * Feeds that owe a delivery on request only, of which none came.
   */
  nothing_due: number;
  /**
   * Feeds without a session on that day.
   */
  no_session: number;
  /**
   * Feeds of which a file that was owed has not come.
   */
  missing: number;
  /**
   * Feeds of which a file that stands came late.
   */
  late: number;
  files: FileCounts;
  /**
   * Files that stand and came late.
   */
  late_files: number;
  /**
   * Control totals that were compared.
   */
  controls_checked: number;
  /**
   * Files that were refused because their control totals do not hold.
   */
  control_breaks: number;
}
/**
 * One dataset.
 */
export interface DatasetLine {
  /**
   * Canonical dataset.
   */
  dataset: string;
  /**
   * As in the ledger.
   */
  verdict: string;
  /**
   * Why it is not whole.
   *
   * Items: One reason.
   */
  reasons: string[];
}
/**
 * The records of published deliveries, to the record.
 */
export interface Accounting {
  /**
   * One row per feed, by name.
   */
  feeds: AccountingLine[];
  total: AccountingLine;
}
/**
 * What became of the records that were offered.
 */
export interface AccountingLine {
  /**
   * Feed; empty on the row of totals.
   */
  feed: string;
  /**
   * Deliveries that are published.
   */
  deliveries: number;
  /**
   * Deliveries that were refused; none of their records is in this row.
   */
  refused: number;
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
  /**
   * Whether, for every delivery in the row, read = accepted + rejected + duplicates; false also when a delivery has no totals.
   */
  balanced: boolean;
}
/**
 * Faults of records in quarantine.
 */
export interface RejectionSummary {
  /**
   * Records in quarantine, from the totals.
   */
  records_rejected: number;
  /**
   * Rejected records of which the faults were given to this report; fewer when it was a sample.
   */
  records_given: number;
  /**
   * Faults that were given by feed and code, most first, with examples.
   */
  groups: RejectionGroup[];
  /**
   * Rejected records of which the faults are stored and were counted for this report.
   */
  records_listed: number;
  /**
   * Rejected records beyond the most of a delivery of which faults are stored: they are counted, and their reasons are not.
   */
  records_unlisted: number;
  /**
   * Rejected records whose faults retention has removed.
   */
  records_removed: number;
  /**
   * All stored faults by feed and code, most first.
   */
  reasons: RejectionReason[];
}
/**
 * One kind of fault in one feed.
 */
export interface RejectionGroup {
  /**
   * Feed.
   */
  feed: string;
  /**
   * Stable code.
   */
  code: string;
  /**
   * Faults of this kind that were given.
   */
  faults: number;
  /**
   * The first three.
   */
  examples: RejectionExample[];
}
/**
 * One fault.
 */
export interface RejectionExample {
  /**
   * Name of the delivery.
   */
  file: string;
  /**
   * Line, from 1.
   */
  line: number;
  /**
   * Field; empty when it is the whole record.
   */
  field: string;
  /**
   * Value as received, cut at 120 characters; not safe to print unescaped.
   */
  value: string;
  /**
   * The fault in one sentence.
   */
  message: string;
}
/**
 * One kind of fault in one feed.
 */
export interface RejectionReason {
  /**
   * Feed.
   */
  feed: string;
  /**
   * Stable code.
   */
  code: string;
  /**
   * Faults.
   */
  faults: number;
  /**
   * Records that have at least one.
   */
  records: number;
}
/**
 * One feed: rejected = repaired + withdrawn + open.
 */
export interface QuarantineLine {
  /**
   * Feed.
   */
  feed: string;
  /**
   * Rejected records.
   */
  rejected: number;
  /**
   * Of these, those that a replay has published or found to stand already.
   */
  repaired: number;
  /**
   * Of these, those that somebody has marked as sent by mistake.
   */
  withdrawn: number;
  /**
   * Of these, those of which nothing has become yet.
   */
  open: number;
  /**
   * Of the open ones, those of which no fault is stored: they cannot be repaired one by one.
   */
  unlisted: number;
}
/**
 * What one pattern looked at.
 */
export interface CoverageLine {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  version: number;
  /**
   * Title.
   */
  title: string;
  /**
   * Highest severity of its alerts; null where it has none.
   */
  severity: 'low' | 'medium' | 'high' | null;
  /**
   * alerts; clear: ran on complete inputs and found nothing; inconclusive: an input is missing; failed: did not run to its end; not_run: in the catalogue but not in this run; not_in_force: the rule does not apply on that day, so nothing was looked for.
   */
  outcome: 'alerts' | 'clear' | 'inconclusive' | 'failed' | 'not_run' | 'not_in_force';
  /**
   * Why not clear and not alerts.
   */
  reason: string | null;
  /**
   * Alerts.
   */
  alerts: number;
  /**
   * Rows of the main dataset that it read.
   */
  events_seen: number;
  /**
   * Symbols in those rows.
   */
  instruments_seen: number;
  /**
   * Settings in force, by name.
   */
  settings: SettingLine[];
  /**
   * Hash of the settings; null when not run.
   */
  settings_sha256: string | null;
  /**
   * Hash of both SQL texts; null when not run.
   */
  sql_sha256: string | null;
  /**
   * Hash of how its alerts are scored; null when it was not run.
   */
  scoring_sha256: string | null;
  /**
   * Job plan that was run; null when not run.
   */
  plan_id: string | null;
  canary?: CanaryLine;
  /**
   * Datasets that it reads and of which the ledger said that they were not whole; empty where all were.
   */
  missing_inputs: MissingInput[];
}
/**
 * One setting.
 */
export interface SettingLine {
  /**
   * Name.
   */
  name: string;
  /**
   * Type of pattern.yaml; null when it is not known.
   */
  type: 'duration' | 'count' | 'quantity' | 'ratio' | 'price' | null;
  /**
   * Value in force, as text; durations in nanoseconds when they have no unit.
   */
  value: string;
  /**
   * Default of pattern.yaml; null when it is not known.
   */
  default: string | null;
}
/**
 * What became of the abuse that was injected for the pattern; left out where the run does not say.
 */
export interface CanaryLine {
  /**
   * found; missed: the pattern is blind under its settings; not_run: the pattern did not run to its end; none: it has no canary.
   */
  state: 'found' | 'missed' | 'not_run' | 'none';
  /**
   * Alerts about the canary; they are in no other count.
   */
  alerts: number;
  /**
   * Hash of the canary's content; null where there is none.
   */
  sha256: string | null;
}
/**
 * One dataset.
 */
export interface MissingInput {
  /**
   * Canonical dataset.
   */
  dataset: string;
  /**
   * As in the ledger.
   */
  verdict: string;
  /**
   * Why it is not whole.
   *
   * Items: One reason.
   */
  reasons: string[];
}
/**
 * Alerts of the run by severity and pattern.
 */
export interface AlertTotals {
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
   * Patterns with alerts, gravest first.
   */
  patterns: PatternAlerts[];
}
/**
 * One pattern.
 */
export interface PatternAlerts {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  version: number;
  /**
   * Title.
   */
  title: string;
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
   * Highest score of its alerts.
   */
  highest_score: number;
}
/**
 * The alerts of one pattern.
 */
export interface Finding {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  version: number;
  /**
   * Title.
   */
  title: string;
  /**
   * What a person who does this does; empty when the specification was not at hand.
   */
  behaviour: string;
  /**
   * Rules.
   *
   * Items: Rule.
   */
  cites: string[];
  /**
   * Highest severity of its alerts.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * High severity first, then highest score, then by time of the first event, then by id.
   */
  alerts: AlertLine[];
}
/**
 * One alert.
 */
export interface AlertLine {
  /**
   * Alert.
   */
  alert_id: string;
  /**
   * Severity.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * How grave it is, 0 to 100.
   */
  score: number;
  /**
   * Score of an alert of the pattern of which every part is where it starts.
   */
  score_start: number;
  /**
   * What the measures add to it, in the order of pattern.yaml.
   */
  score_parts: ScorePart[];
  /**
   * Whom and what it is about.
   */
  subject: {
    /**
     * Value.
     */
    [k: string]: string;
  };
  /**
   * First event. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  first_ts_ns: string;
  /**
   * Last event. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  last_ts_ns: string;
  /**
   * Measures, in the order of pattern.yaml.
   */
  measures: MeasureLine[];
  /**
   * Evidence rows.
   */
  evidence_count: number;
  /**
   * Evidence rows by role, by name.
   */
  roles: RoleCount[];
}
/**
 * The points of one measure.
 */
export interface ScorePart {
  /**
   * Measure, by its name in pattern.yaml.
   */
  measure: string;
  /**
   * Points that it adds, cut to a whole number.
   */
  points: number;
  /**
   * Most points that it could add.
   */
  of: number;
  /**
   * at_least: points rise with the value; at_most: as it falls.
   */
  compare: 'at_least' | 'at_most';
  /**
   * Value where points start: the setting in force, or a value of pattern.yaml; exact, durations in nanoseconds.
   */
  from: string;
  /**
   * Value from which all points count, exact, or `N times`: so often past `from`.
   */
  full: string;
}
/**
 * One measure beside the setting it was compared with.
 */
export interface MeasureLine {
  /**
   * Name in pattern.yaml.
   */
  name: string;
  /**
   * What the value says; empty when pattern.yaml does not name it.
   */
  meaning: string;
  /**
   * Unit.
   */
  unit: string;
  /**
   * Exact value as text; null when the alert has none.
   */
  value: string | null;
  /**
   * Setting it is compared with; null when with none.
   */
  setting: string | null;
  /**
   * at_least: fires at or above the setting; at_most: at or below; null: not compared.
   */
  compare: 'at_least' | 'at_most' | null;
  /**
   * Value of that setting in force, as written.
   */
  threshold: string | null;
  /**
   * Whether the comparison holds, computed exactly; null when there is nothing to compare.
   */
  holds: boolean | null;
}
/**
 * One role.
 */
export interface RoleCount {
  /**
   * Role.
   */
  role: string;
  /**
   * Evidence rows.
   */
  events: number;
}
/**
 * How well the patterns of this run saw labelled days, as kept beside the project; says nothing of this day.
 */
export interface ReportScorecard {
  /**
   * Kept scores of the patterns of the run, by pattern and density.
   */
  scores: ScoreLine[];
  /**
   * Patterns of the run without a kept score.
   *
   * Items: Pattern.
   */
  unscored: string[];
}
/**
 * One pattern over the labelled days of one density.
 */
export interface ScoreLine {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Version that was scored.
   */
  version: number;
  /**
   * Version that was run.
   */
  run_version: number;
  /**
   * Whether it was scored under the settings of the run.
   */
  same_settings: boolean;
  /**
   * Density of the labelled days.
   */
  density: 'low' | 'real' | 'high';
  /**
   * Days that it ran on.
   */
  days: number;
  /**
   * Abusive cases in them.
   */
  labelled: number;
  /**
   * Those that it found.
   */
  found: number;
  /**
   * Its alerts.
   */
  alerts: number;
  /**
   * Those on an abusive case.
   */
  right: number;
  /**
   * Right alerts of all alerts, a decimal cut after six places; null where it would be of nothing.
   */
  precision: string | null;
  /**
   * Found cases of all cases, a decimal cut after six places; null where it would be of nothing.
   */
  recall: string | null;
  /**
   * Harmonic mean of both, a decimal cut after six places; null where it would be of nothing.
   */
  f1: string | null;
  /**
   * Hash of the file of kept scores.
   */
  source_sha256: string;
}
/**
 * Jobs of the day as the lake records them: patterns and predefined queries that were submitted to an engine.
 */
export interface ReportJobs {
  totals: JobTotals;
  /**
   * By pattern and id.
   */
  jobs: JobLine[];
  /**
   * Records of jobs that cannot be read, in words.
   *
   * Items: One record.
   */
  damaged: string[];
}
/**
 * All of them.
 */
export interface JobTotals {
  /**
   * Jobs.
   */
  jobs: number;
  /**
   * Attempts.
   */
  attempts: number;
  /**
   * Jobs whose newest attempt ended well.
   */
  success: number;
  /**
   * Jobs whose newest attempt failed.
   */
  failed: number;
  /**
   * Jobs whose newest attempt was cancelled.
   */
  cancelled: number;
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
  /**
   * Sum of the billed hours of virtual processors.
   */
  vcpu_hours: string;
  /**
   * Sum of the billed hours of gigabytes of memory.
   */
  memory_gb_hours: string;
}
/**
 * One job.
 */
export interface JobLine {
  /**
   * Job.
   */
  job_id: string;
  /**
   * Plan that it runs.
   */
  plan_id: string;
  /**
   * What its plan is made of.
   */
  kind: 'pattern' | 'query';
  /**
   * Pattern or predefined query.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  pattern_version: number;
  /**
   * Title.
   */
  title: string;
  /**
   * Workload class.
   */
  workload: string;
  /**
   * How its newest attempt stands; planned where there is none.
   */
  state: string;
  /**
   * What it said; null before it has ended.
   */
  outcome: string | null;
  /**
   * Why it is inconclusive, failed or waits.
   */
  reason: string | null;
  /**
   * Alerts found; null of a query, and where it has not ended well.
   */
  alerts: number | null;
  /**
   * Rows of a query's answer; null of a pattern, and where it has not ended well.
   */
  rows: number | null;
  /**
   * Whether the run has an outcome of the same plan.
   */
  in_run: boolean;
  /**
   * Size of its inputs.
   */
  input_bytes: number;
  /**
   * In their order.
   */
  attempts: JobAttemptLine[];
}
/**
 * One attempt.
 */
export interface JobAttemptLine {
  /**
   * Its number, from 1.
   */
  attempt: number;
  /**
   * Engine that ran it.
   */
  runner: string;
  /**
   * How it stands.
   */
  state: string;
  /**
   * What went wrong, or what it waits for.
   */
  reason: string | null;
  /**
   * When it was begun, UTC.
   */
  began_at: string;
  /**
   * When its end was seen, UTC; null while it has not ended.
   */
  ended_at: string | null;
  /**
   * Seconds that it waited for capacity; null where the service does not say.
   */
  queued_seconds: number | null;
  /**
   * Milliseconds from its begin to its end; null while it has not ended.
   */
  duration_ms: number | null;
  /**
   * Billed hours of virtual processors; null where nothing is said.
   */
  vcpu_hours: string | null;
  /**
   * Billed hours of gigabytes of memory.
   */
  memory_gb_hours: string | null;
  /**
   * Billed hours of gigabytes of storage.
   */
  storage_gb_hours: string | null;
  /**
   * Billed hours of data processing units.
   */
  dpu_hours: string | null;
  /**
   * Billed bytes that were read.
   */
  bytes_scanned: string | null;
  /**
   * Price of what is billed, US dollars, exact decimal; null where it is not known.
   */
  usd: string | null;
  /**
   * Estimate before it was begun; null where nobody could tell.
   */
  estimate_usd: string | null;
}
/**
 * What the recorded audits say: audit verify, reconcile and posture with --record.
 */
export interface ReportAudits {
  /**
   * The newest recorded verification of the trail that covers the day, or the newest that covers a part; null where none does.
   */
  trail: null | AuditedTrail;
  /**
   * The newest recorded reconciliation of access that covers the day, or the newest that covers a part; null where none does.
   */
  access: null | AuditedAccess;
  /**
   * The first recorded posture of the account since the trade date had ended, or the newest before; null where none is recorded.
   */
  posture: null | AuditedPosture;
  /**
   * Recorded audits that do not follow from the one before or cannot be read, in words.
   *
   * Items: One record.
   */
  damaged: string[];
}
/**
 * One verification.
 */
export interface AuditedTrail {
  record: AuditRecordLine;
  /**
   * Whether it covers the trade date, as a day in UTC, from its begin to its end.
   */
  whole_day: boolean;
  /**
   * Begin of what it covers, UTC; null where nothing says.
   */
  from: string | null;
  /**
   * End of what it covers, UTC; null where nothing says.
   */
  to: string | null;
  /**
   * Bucket of the trail.
   */
  bucket: string;
  /**
   * Chains of digests.
   */
  chains: number;
  digests: AuditCounts;
  backfill_digests: AuditCounts;
  logs: AuditCounts;
  /**
   * Hours that no digest covers.
   */
  missing_hours: number;
  /**
   * Objects that no digest names.
   */
  unnamed_objects: number;
  /**
   * Times in which a chain was not logging.
   */
  gaps: number;
  /**
   * Those that no verified event explains.
   */
  unexplained_gaps: number;
  /**
   * Findings.
   */
  findings_total: number;
  /**
   * The first 200.
   */
  findings: TrailFindingLine[];
}
/**
 * The document of an audit that is quoted.
 */
export interface AuditRecordLine {
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of its bytes.
   */
  sha256: string;
  /**
   * Its place among the audits of its kind, from 1.
   */
  sequence: number;
  /**
   * When it was made. Nanoseconds since 1970 UTC as decimal text.
   */
  made_at_ns: string;
  /**
   * Days from the trade date to the day (UTC) on which it was made; negative where it was made before.
   */
  days_after: number;
  /**
   * Version of the program that made it.
   */
  tapewarden_version: string;
  /**
   * Whether that command ended without a finding.
   */
  sound: boolean;
}
/**
 * Objects by verdict.
 */
export interface AuditCounts {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * One finding.
 */
export interface TrailFindingLine {
  /**
   * Stable code.
   */
  code: string;
  /**
   * What it is about.
   */
  uri: string;
  /**
   * What is, what was expected, and the next step.
   */
  message: string;
}
/**
 * One reconciliation.
 */
export interface AuditedAccess {
  record: AuditRecordLine;
  /**
   * Whether it covers the trade date, as a day in UTC, from its begin to its end.
   */
  whole_day: boolean;
  /**
   * Begin of what it covers, UTC; null where nothing says.
   */
  from: string | null;
  /**
   * End of what it covers, UTC; null where nothing says.
   */
  to: string | null;
  logs: AccessLogs;
  /**
   * Records of the verified logs.
   */
  records_read: number;
  /**
   * Records that cannot be read.
   */
  records_unread: number;
  /**
   * Actions in the range: they were judged.
   */
  events_in_range: number;
  /**
   * Those that were not done.
   */
  failed_events: number;
  writes: AccessWrites;
  /**
   * Every rule that was run.
   */
  rules: AccessRuleLine[];
  /**
   * Findings of high severity.
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
   * Findings.
   */
  findings_total: number;
  /**
   * The first 200, gravest first.
   */
  findings: AccessFindingLine[];
}
/**
 * Logs of the range.
 */
export interface AccessLogs {
  /**
   * Logs that a verified digest names.
   */
  verified: number;
  /**
   * Logs that were not used.
   */
  unverified: number;
}
/**
 * Writes of both records: due = matched + missing; events = own + repeated + unrecorded + overwriting.
 */
export interface AccessWrites {
  /**
   * Writes that the lake records in the range.
   */
  due: number;
  /**
   * Of those, with their event.
   */
  matched: number;
  /**
   * Of those, without.
   */
  missing: number;
  /**
   * Events in the range that wrote an object of the lake.
   */
  events: number;
  /**
   * The one event of a recorded write.
   */
  own: number;
  /**
   * Further events of a recorded write.
   */
  repeated: number;
  /**
   * Of keys that the lake does not name.
   */
  unrecorded: number;
  /**
   * Other writes of a key that it names.
   */
  overwriting: number;
}
/**
 * One rule.
 */
export interface AccessRuleLine {
  /**
   * Rule.
   */
  id: string;
  /**
   * Its version.
   */
  version: number;
  /**
   * What it looks for.
   */
  title: string;
  /**
   * Findings.
   */
  findings: number;
}
/**
 * One finding.
 */
export interface AccessFindingLine {
  /**
   * Rule.
   */
  rule_id: string;
  /**
   * Severity.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * What it is about.
   */
  subject: string;
  /**
   * What happened.
   */
  sentence: string;
  /**
   * What it means and what to do.
   */
  meaning: string;
  /**
   * When, UTC; null where the finding is that there is no event.
   */
  event_time: string | null;
  /**
   * Who; null where nothing says.
   */
  principal: string | null;
}
/**
 * One posture.
 */
export interface AuditedPosture {
  record: AuditRecordLine;
  /**
   * When the account was read, UTC.
   */
  checked_at: string;
  /**
   * Controls that hold.
   */
  pass: number;
  /**
   * Controls that do not.
   */
  fail: number;
  /**
   * Controls of which nothing is known.
   */
  unknown: number;
  /**
   * Resources that were looked at.
   */
  resources: number;
  /**
   * Controls that do not hold, then those of which nothing is known, then those that hold.
   */
  controls: ControlLine[];
}
/**
 * One control and one resource.
 */
export interface ControlLine {
  /**
   * Control.
   */
  id: string;
  /**
   * What it is about.
   */
  resource: string;
  /**
   * What should hold.
   */
  title: string;
  /**
   * Whether it holds.
   */
  verdict: 'pass' | 'fail' | 'unknown';
  /**
   * Controls of NIST SP 800-53 revision 5.
   *
   * Items: Control.
   */
  nist_800_53: string[];
  /**
   * Clause of SEC rule 17a-4; null where it protects secrecy alone.
   */
  sec_17a_4: string | null;
  /**
   * What to do where it does not hold.
   */
  fix: string;
  /**
   * What was seen.
   *
   * Items: One thing.
   */
  evidence: string[];
  /**
   * Permission without which it could not be read; null where it was.
   */
  missing_permission: string | null;
}
/**
 * How this run differs from the one before it.
 */
export interface ReportChanges {
  /**
   * The run before: of the same trade date, else the newest of the date before; null where there is none.
   */
  since: null | EarlierRun;
  /**
   * By kind and name.
   */
  lines: ChangeLine[];
}
/**
 * One run.
 */
export interface EarlierRun {
  /**
   * Run.
   */
  run_id: string;
  /**
   * Its trade date.
   */
  trade_date: string;
  /**
   * Version of the program that made it.
   */
  tapewarden_version: string;
}
/**
 * One difference.
 */
export interface ChangeLine {
  /**
   * What it is of.
   */
  kind:
    | 'program'
    | 'pattern'
    | 'sql'
    | 'setting'
    | 'scoring'
    | 'feed'
    | 'feed_spec'
    | 'schema'
    | 'canonicalizer'
    | 'input';
  /**
   * Pattern, feed, file or setting.
   */
  name: string;
  /**
   * What became of it.
   */
  change: 'added' | 'gone' | 'changed';
  /**
   * Value in the run before; null where there was none.
   */
  before: string | null;
  /**
   * Value in this run; null where there is none.
   */
  now: string | null;
}
/**
 * What this report was made from.
 */
export interface Provenance {
  /**
   * Run.
   */
  run_id: string;
  /**
   * Version of the program.
   */
  tapewarden_version: string;
  /**
   * Key of the alerts in the store.
   */
  alerts_key: string;
  /**
   * Key of the evidence in the store.
   */
  evidence_key: string;
  /**
   * Data files that the patterns read, pinned by hash.
   */
  inputs: InputFile[];
  /**
   * Hash of the program's files that made the run; null of runs that do not say.
   */
  code_sha256: string | null;
  /**
   * Hash of the alerts; null of runs of version 0.1.0.
   */
  alerts_sha256: string | null;
  /**
   * Hash of the evidence; null of runs of version 0.1.0.
   */
  evidence_sha256: string | null;
  /**
   * Hash of the record of the run in the store; null where the run is not recorded.
   */
  run_sha256: string | null;
  /**
   * Published deliveries of the run, by feed and file.
   */
  deliveries: DeliverySource[];
  /**
   * By feed.
   */
  chains: ChainHead[];
}
/**
 * One immutable Parquet file.
 */
export interface InputFile {
  /**
   * Canonical dataset.
   */
  dataset: string;
  /**
   * Feed.
   */
  feed: string;
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
  /**
   * Size.
   */
  bytes: number;
  /**
   * Rows.
   */
  rows: number;
  /**
   * Trade date of its rows, where it is an earlier one.
   */
  trade_date?: string;
  /**
   * How many sessions before the trade date that is.
   */
  sessions_ago?: number;
}
/**
 * One published delivery of the run, with what made rows of it.
 */
export interface DeliverySource {
  /**
   * Name of the file.
   */
  file: string;
  /**
   * Feed.
   */
  feed: string;
  /**
   * Hash of the bytes as received.
   */
  sha256: string;
  /**
   * Bytes as received.
   */
  bytes: number;
  /**
   * Key of the raw bytes.
   */
  raw_key: string;
  /**
   * Commit.
   */
  commit_id: string;
  /**
   * Key of the chain entry.
   */
  entry_key: string;
  /**
   * Hash of that entry.
   */
  entry_sha256: string;
  /**
   * Version of the feed specification.
   */
  feed_version: number;
  /**
   * Hash of the feed specification and its record schema.
   */
  feed_spec_sha256: string;
  /**
   * Hash of the canonical schema.
   */
  schema_sha256: string;
  /**
   * Version of the code that decides the bytes.
   */
  canonicalizer: number;
}
/**
 * How far the chain of a feed went when the report was made.
 */
export interface ChainHead {
  /**
   * Feed.
   */
  feed: string;
  /**
   * Entries.
   */
  entries: number;
  /**
   * Hash of the newest entry.
   */
  sha256: string;
}
