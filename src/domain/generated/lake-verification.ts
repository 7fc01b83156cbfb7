// Generated from schemas/lake-verification.schema.json by npm run generate; do not edit.

/**
 * What lake verify read again and what it found.
 */
export interface LakeVerification {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Chains of the feeds, all read whole, in the order of names.
   *
   * Items: One chain.
   */
  chains: {
    /**
     * Feed.
     */
    feed: string;
    /**
     * Entries.
     */
    entries: number;
    /**
     * Hash of the newest entry, for which no other entry vouches: compare it with one that was kept elsewhere. Null where there is none.
     */
    head_sha256: string | null;
  }[];
  /**
   * Recorded runs.
   */
  runs: number;
  /**
   * Recorded audits by kind, all read whole; kinds without a record are left out.
   *
   * Items: The audits of one kind.
   */
  audits: {
    /**
     * trail: audit verify; access: audit reconcile; posture: audit posture.
     */
    kind: 'trail' | 'access' | 'posture';
    /**
     * Records, damaged ones too.
     */
    records: number;
    /**
     * Hash of the newest sound record, for which no other record vouches: compare it with one that was kept elsewhere. Null where there is none.
     */
    head_sha256: string | null;
  }[];
  /**
   * Objects that were read.
   */
  objects: number;
  /**
   * Their bytes.
   */
  bytes: number;
  /**
   * Rows of the Parquet files among them, read by two readers.
   */
  rows: number;
  /**
   * Objects that entries record as removed; they are not required.
   */
  removed: number;
  /**
   * Objects that nothing names: left over by interrupted work, no fault. Empty where only a part was verified.
   *
   * Items: One object.
   */
  orphans: {
    /**
     * Key in the store.
     */
    key: string;
    /**
     * Size.
     */
    bytes: number;
  }[];
  /**
   * What is not as the record says.
   *
   * Items: One finding.
   */
  findings: {
    /**
     * Stable code.
     */
    code: string;
    /**
     * Key of the object.
     */
    key: string;
    /**
     * What is, what was expected, and the next step.
     */
    message: string;
  }[];
}
