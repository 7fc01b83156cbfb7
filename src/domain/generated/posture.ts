// Generated from schemas/posture.schema.json by npm run generate; do not edit.

/**
 * Whether the account is as it should be: what each control finds about each resource.
 */
export interface Posture {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * The lake, s3://bucket/prefix.
   */
  lake: string;
  /**
   * When it was read, UTC.
   */
  checked_at: string;
  /**
   * What was looked at, in order.
   */
  resources: string[];
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
   * By resource, in the order of the catalogue.
   */
  controls: PostureLine[];
}
/**
 * One control and one resource.
 */
export interface PostureLine {
  /**
   * Control.
   */
  id: string;
  /**
   * ARN or address of what it is about.
   */
  resource: string;
  /**
   * What should hold.
   */
  title: string;
  /**
   * Controls of NIST SP 800-53 revision 5.
   */
  nist_800_53: string[];
  /**
   * Clause of SEC rule 17a-4; null where it protects secrecy alone.
   */
  sec_17a_4: string | null;
  /**
   * What whoever attacks gains where it does not hold.
   */
  attacker_gains: string;
  /**
   * What to do where it does not hold.
   */
  fix: string;
  /**
   * Whether it holds; unknown where it cannot be read or judged.
   */
  verdict: 'pass' | 'fail' | 'unknown';
  /**
   * What was seen.
   */
  evidence: string[];
  /**
   * Action of IAM that the caller lacks; null where none is missing.
   */
  missing_permission: string | null;
}
