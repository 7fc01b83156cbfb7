// Generated from schemas/report.schema.json by npm run generate; do not edit.

/**
 * What a compliance officer signs for one run: what arrived, what became of it, what was looked for, what was found.
 */
export interface Report {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * One per area: deliveries, records, surveillance.
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
  accounting: Accounting;
  /**
   * One row per pattern: not run, failed and inconclusive first, then alerts, clear and not in force; by name within.
   */
  coverage: CoverageLine[];
  /**
   * One entry per pattern with alerts: highest severity first, then highest score, then in the order of coverage.
   */
  findings: Finding[];
  rejections: RejectionSummary;
  /**
   * What has become of rejected records of the day, by feed, when the report was made; feeds that rejected none are not in it.
   */
  quarantine: QuarantineLine[];
  provenance: Provenance;
}
/**
 * The judgement on one area.
 */
export interface Verdict {
  /**
   * Area.
   */
  area: 'deliveries' | 'records' | 'surveillance';
  /**
   * complete: all there, nothing to act on; findings: complete, with something to look at; incomplete: something was not there, so silence proves nothing; failed: something did not work or does not add up.
   */
  state: 'complete' | 'findings' | 'incomplete' | 'failed';
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
   * By feed and code, most faults first.
   */
  groups: RejectionGroup[];
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
}
