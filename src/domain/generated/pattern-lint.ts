// Generated from schemas/pattern-lint.schema.json by npm run generate; do not edit.

/**
 * What `patterns lint --json` prints: every pattern looked at, with what in its folder breaks a rule.
 */
export type PatternLint = LintedPattern[];

/**
 * One pattern.
 */
export interface LintedPattern {
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * In the order of files and lines; empty where nothing breaks a rule.
   */
  findings: LintFinding[];
}
/**
 * Something in a pattern's folder that breaks a rule: where, what stands there, why it matters, what to do.
 */
export interface LintFinding {
  /**
   * File or folder, from the pattern's folder.
   */
  file: string;
  /**
   * Line from 1; null where it is about the whole file.
   */
  line: number | null;
  /**
   * Rule; stable.
   */
  rule: string;
  /**
   * What stands there.
   */
  text: string;
  /**
   * Why it matters.
   */
  reason: string;
  /**
   * What to do.
   */
  fix: string;
}
