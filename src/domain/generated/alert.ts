// Generated from schemas/alert.schema.json by npm run generate; do not edit.

/**
 * One episode that a pattern found.
 */
export interface Alert {
  /**
   * Hash of pattern id, version, settings hash, subject and evidence event ids: a re-run finds the same alert.
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
   * Hash of the settings in force.
   */
  settings_sha256: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Level of the score, by the levels in pattern.yaml.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * How grave it is, 0 to 100: score_start and the points of score_parts added up.
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
   * Whom and what the alert is about: the pattern's subject columns.
   */
  subject: {
    [k: string]: string;
  };
  /**
   * First event of the episode. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  first_ts_ns: string;
  /**
   * Last event of the episode. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  last_ts_ns: string;
  /**
   * The values that made the pattern fire, by the names in pattern.yaml; exact decimals and integers as text.
   */
  measures: {
    /**
     * Text, exact decimal as text, or null.
     */
    [k: string]: string | null;
  };
  /**
   * Evidence rows.
   */
  evidence_count: number;
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
