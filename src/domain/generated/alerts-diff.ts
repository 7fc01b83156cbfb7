// Generated from schemas/alerts-diff.schema.json by npm run generate; do not edit.

/**
 * What two runs of a trade date found, one against the other.
 */
export interface AlertsDiff {
  format: 1;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Number of the earlier run among the day's, from 1.
   */
  before: number;
  /**
   * Number of the later run.
   */
  after: number;
  /**
   * What differs between the runs besides alerts, in words: versions, settings, inputs, outcomes.
   */
  causes: string[];
  /**
   * Alerts with the same id in both.
   */
  same: number;
  /**
   * Alerts of the later run alone.
   */
  added: DiffedAlert[];
  /**
   * Alerts of the earlier run alone.
   */
  gone: DiffedAlert[];
  /**
   * Alerts with the same id in both whose score or severity differs: they are scored another way.
   */
  rescored: RescoredAlert[];
  /**
   * Alerts of both runs about the same subject whose evidence shares an event, under another id.
   */
  changed: ChangedAlert[];
}
/**
 * An alert, as far as it is told apart by.
 */
export interface DiffedAlert {
  /**
   * Alert.
   */
  alert_id: string;
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  pattern_version: number;
  /**
   * Severity.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * Score, 0 to 100.
   */
  score: number;
  /**
   * Whom it is about.
   */
  subject: {
    [k: string]: string;
  };
  /**
   * First event.
   */
  first_ts_ns: string;
}
export interface RescoredAlert {
  before: DiffedAlert;
  after: DiffedAlert;
}
export interface ChangedAlert {
  before: DiffedAlert;
  after: DiffedAlert;
  /**
   * Measures that differ, each with its earlier and later value.
   */
  measures: {
    /**
     * @minItems 2
     * @maxItems 2
     */
    [k: string]: [string | null, string | null];
  };
  /**
   * Events of the later evidence alone.
   */
  evidence_added: number;
  /**
   * Events of the earlier evidence alone.
   */
  evidence_gone: number;
}
