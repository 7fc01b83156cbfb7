// Generated from schemas/run.schema.json by npm run generate; do not edit.

/**
 * One surveillance run over one trade date: what went in, what was looked for, what came out.
 */
export interface Run {
  format: 1;
  /**
   * Hash of inputs, patterns and settings: the same inputs give the same run.
   */
  run_id: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Version of the program.
   */
  tapewarden_version: string;
  /**
   * Hash of the program's files; absent in runs that do not say.
   */
  code_sha256?: string;
  /**
   * What became of each file offered to this run, in the order of feed and name.
   */
  deliveries: DeliveryOutcome[];
  /**
   * Feeds of the catalogue of which nothing is published for the trade date.
   *
   * Items: Feed.
   */
  missing_feeds: string[];
  /**
   * What the ledger said of each dataset when the patterns ran; absent in runs of version 0.1.0.
   */
  completeness?: DatasetCompleteness[];
  /**
   * Data files that the patterns read, pinned by hash.
   */
  inputs: PinnedInput[];
  /**
   * One entry per pattern, whatever its outcome.
   */
  patterns: PatternOutcome[];
  /**
   * Key of the alerts in the store.
   */
  alerts_key: string;
  /**
   * Key of the evidence in the store.
   */
  evidence_key: string;
  /**
   * Hash of the alerts as they are stored; absent in runs of version 0.1.0.
   */
  alerts_sha256?: string;
  /**
   * Hash of the evidence as it is stored; absent in runs of version 0.1.0.
   */
  evidence_sha256?: string;
}
/**
 * One file.
 */
export interface DeliveryOutcome {
  /**
   * Name of the file.
   */
  file: string;
  /**
   * Feed, null when no feed claims the name.
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
  commit_id: string | null;
  totals: null | Totals;
  /**
   * Why it was refused.
   *
   * Items: One reason.
   */
  refusals: {
    /**
     * Stable code.
     */
    code: string;
    /**
     * One sentence with file and line.
     */
    message: string;
  }[];
  /**
   * What rules of the feed decided where the broker's data left it open, and repairs that wait for a replay; absent where there is nothing to say.
   */
  notices?: DeliveryNotice[];
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
 * One decision.
 */
export interface DeliveryNotice {
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
 * One dataset.
 */
export interface DatasetCompleteness {
  /**
   * Canonical dataset.
   */
  dataset: string;
  /**
   * As in the ledger.
   */
  verdict: 'complete' | 'incomplete' | 'not_due_yet' | 'nothing_due' | 'no_session';
  /**
   * Why it is not complete, each with the feeds that share it.
   *
   * Items: One reason.
   */
  reasons: string[];
}
/**
 * One immutable Parquet file.
 */
export interface PinnedInput {
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
   * Trade date of its rows, where it is an earlier one than the plan's.
   */
  trade_date?: string;
  /**
   * How many sessions before the plan's trade date that is; 1 is the session before.
   */
  sessions_ago?: number;
}
/**
 * One pattern.
 */
export interface PatternOutcome {
  /**
   * Pattern.
   */
  pattern_id: string;
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
   * Settings in force, as text.
   */
  settings: {
    [k: string]: string;
  };
  /**
   * Hash of the settings.
   */
  settings_sha256: string;
  /**
   * Hash of both SQL texts.
   */
  sql_sha256: string;
  /**
   * Hash of how its alerts are scored.
   */
  scoring_sha256: string;
  /**
   * Job plan that was run.
   */
  plan_id: string;
  /**
   * alerts; clear: ran on complete inputs and found nothing; inconclusive: an input is missing; failed: did not run to its end; not_in_force: the rule does not apply on that day, so nothing was looked for.
   */
  outcome: 'alerts' | 'clear' | 'inconclusive' | 'failed' | 'not_in_force';
  /**
   * Why inconclusive, failed or not in force.
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
  canary?: CanaryOutcome;
}
/**
 * What became of the abuse that was injected for the pattern; left out in runs of version 0.1.0.
 */
export interface CanaryOutcome {
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
