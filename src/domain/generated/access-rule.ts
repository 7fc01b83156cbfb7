// Generated from schemas/access-rule.schema.json by npm run generate; do not edit.

/**
 * rule.yaml: what one access rule finds in the record of a trail. Its query is findings.sql beside it.
 */
export interface AccessRule {
  /**
   * Name of its folder; never changed.
   */
  id: string;
  /**
   * Raised with every change of what it finds.
   */
  version: number;
  /**
   * What it looks for.
   */
  title: string;
  /**
   * Rules and catalogues that ask for it.
   *
   * @minItems 1
   */
  cites: [string, ...string[]];
  /**
   * How bad it is.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * One finding in one sentence; {name} stands for a column of findings.sql or of its event.
   */
  finding: string;
  /**
   * What a finding means, what may explain it, and what to do.
   */
  meaning: string;
}
