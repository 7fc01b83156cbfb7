// Generated from schemas/trail-verification.schema.json by npm run generate; do not edit.

/**
 * Whether the logs of a trail are exactly those that CloudTrail delivered.
 */
export interface TrailVerification {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Bucket of the trail.
   */
  bucket: string;
  /**
   * What is before AWSLogs in its keys; empty where nothing is.
   */
  prefix: string;
  /**
   * Begin of the range, UTC; null where it was not limited.
   */
  from: string | null;
  /**
   * End of the range, UTC; null where it was not limited.
   */
  to: string | null;
  /**
   * The trail as CloudTrail describes it; null where only its place was named.
   */
  trail: null | TrailSettings;
  /**
   * Chains of digests, in the order in which they were verified.
   *
   * Items: One chain.
   */
  chains: {
    /**
     * Account.
     */
    account: string;
    /**
     * Region whose events it covers.
     */
    region: string;
    /**
     * Name of the trail.
     */
    trail: string;
    /**
     * Region in which the trail was made.
     */
    home_region: string;
    /**
     * Hourly digests, or those of late logs.
     */
    kind: 'standard' | 'backfill';
    /**
     * Begin of the oldest window, UTC; null without a valid digest.
     */
    first: string | null;
    /**
     * End of the newest window, UTC; null without a valid digest.
     */
    last: string | null;
    digests: VerdictCounts;
    logs: VerdictCounts1;
    /**
     * Hours that no digest covers.
     */
    missing_hours: number;
    /**
     * The newest valid digest, from which a later run continues; null without one.
     */
    head: null | {
      /**
       * Bucket.
       */
      bucket: string;
      /**
       * Key.
       */
      key: string;
      /**
       * Of its uncompressed bytes.
       */
      sha256: string;
      /**
       * Hexadecimal signature.
       */
      signature: string;
      /**
       * End of its window, UTC.
       */
      end: string;
    };
  }[];
  /**
   * Sums over all chains.
   */
  totals: {
    digests: VerdictCounts2;
    backfill_digests: VerdictCounts3;
    logs: VerdictCounts4;
    /**
     * Hours that no digest covers.
     */
    missing_hours: number;
    /**
     * Objects that no digest names, neither a valid one of another trail in the same folder.
     */
    unnamed_objects: number;
  };
  /**
   * Times in which a chain was not logging, also those that are explained.
   *
   * Items: One gap.
   */
  gaps: {
    /**
     * account/region/trail/kind.
     */
    chain: string;
    /**
     * Begin, UTC.
     */
    from: string;
    /**
     * End, UTC; null where it has none.
     */
    to: string | null;
    /**
     * Event id of the verified StopLogging or DeleteTrail; null without one, which is a finding.
     */
    explained_by: string | null;
  }[];
  /**
   * Hash over the verdict of every digest and log in their order, one line each.
   */
  verdicts_sha256: string;
  /**
   * What is not as an intact trail has it.
   *
   * Items: One finding.
   */
  findings: {
    /**
     * Stable code.
     */
    code: string;
    /**
     * s3://bucket/key, or the name of a chain.
     */
    uri: string;
    /**
     * What is, what was expected, and the next step.
     */
    message: string;
    /**
     * Values of the message.
     */
    data: {};
  }[];
}
export interface TrailSettings {
  /**
   * Its ARN.
   */
  arn: string;
  /**
   * Whether it covers every region.
   */
  multi_region: boolean;
  /**
   * Whether it covers every account of the organization.
   */
  organization: boolean;
  /**
   * Whether digests are made.
   */
  validation: boolean;
  /**
   * Key that logs and digests are encrypted with; null where S3's own is used, absent in copies saved before it was read.
   */
  kms_key?: string | null;
  /**
   * Whether it is logging now; null where CloudTrail does not tell.
   */
  logging: boolean | null;
  /**
   * Why the latest delivery of logs failed; null where it did not.
   */
  delivery_error: string | null;
  /**
   * Why the latest delivery of digests failed; null where it did not.
   */
  digest_delivery_error: string | null;
  /**
   * Whether a selector records management events; null where CloudTrail does not tell.
   */
  management_events: boolean | null;
  /**
   * Whether a selector records data events; null where CloudTrail does not tell.
   */
  data_events: boolean | null;
}
/**
 * Digests by verdict.
 */
export interface VerdictCounts {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * Logs that they name, by verdict.
 */
export interface VerdictCounts1 {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * Standard digests by verdict.
 */
export interface VerdictCounts2 {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * Backfill digests by verdict.
 */
export interface VerdictCounts3 {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
/**
 * Logs by verdict.
 */
export interface VerdictCounts4 {
  /**
   * All.
   */
  total: number;
  /**
   * As CloudTrail delivered them.
   */
  valid: number;
  /**
   * Changed, missing or not signed.
   */
  invalid: number;
  /**
   * Could not be read.
   */
  unverifiable: number;
  /**
   * Named by a digest that is not valid.
   */
  unverified: number;
}
