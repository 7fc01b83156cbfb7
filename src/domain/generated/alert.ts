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
   * Severity.
   */
  severity: 'low' | 'medium' | 'high';
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
