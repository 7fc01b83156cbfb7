// Generated from schemas/job-plan.schema.json by npm run generate; do not edit.

/**
 * One pattern or predefined query on one trade date, ready to run anywhere: inputs pinned by hash, SQL with every setting bound. Its id is the hash of its content.
 */
export interface JobPlan {
  format: 1;
  /**
   * Hash of everything else.
   */
  plan_id: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Workload class.
   */
  workload: 'surveillance' | 'predefined';
  /**
   * query: alerts_sql is the text of a predefined query, whose rows are its answer, and evidence_sql gives no row. Left out of a pattern.
   */
  kind?: 'query';
  /**
   * Pattern or predefined query.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  pattern_version: number;
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
   * Hash of the pattern's SQL texts as they stand in its folder.
   */
  sql_sha256: string;
  /**
   * Query that finds alerts, settings bound.
   */
  alerts_sql: string;
  /**
   * Query that gathers evidence, settings bound.
   */
  evidence_sql: string;
  /**
   * Data files of the datasets that the pattern reads.
   */
  inputs: PinnedInput[];
  /**
   * Datasets that the SQL names and no file of the day holds: each is an empty relation of these columns. Left out without any.
   */
  absent?: AbsentDataset[];
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
export interface AbsentDataset {
  /**
   * Canonical dataset.
   */
  dataset: string;
  /**
   * Storage type of each column.
   */
  columns: {
    [k: string]: string;
  };
}
