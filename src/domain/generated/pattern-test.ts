// Generated from schemas/pattern-test.schema.json by npm run generate; do not edit.

/**
 * What `patterns test --json` prints without labels: what became of the cases of every pattern.
 */
export type PatternTest = TestedPattern[];

/**
 * What became of all cases of a pattern.
 */
export interface TestedPattern {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  version: number;
  /**
   * Its cases by name, the canary first.
   */
  cases: TestedCase[];
  /**
   * Settings with which a measure is compared, and which no alert of a case meets exactly: the threshold itself is not tested.
   *
   * Items: Setting.
   */
  untested_thresholds: string[];
}
/**
 * What became of one case or of the canary of a pattern.
 */
export interface TestedCase {
  /**
   * Folder of the case; `canary` of the canary.
   */
  name: string;
  /**
   * Sentences; empty where the case holds.
   *
   * Items: Difference.
   */
  differences: string[];
}
