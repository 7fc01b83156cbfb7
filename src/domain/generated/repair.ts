// Generated from schemas/repair.schema.json by npm run generate; do not edit.

/**
 * What a person wants done with rejected records: the file of `quarantine repair --patch`.
 */
export interface Repair {
  /**
   * Who answers for it; --by stands before it.
   */
  by?: string;
  /**
   * Why, in a sentence; --reason stands before it.
   */
  reason?: string;
  /**
   * The records, each with its base (raw_sha256, was or both) and exactly one of patch, replace and withdraw.
   *
   * @minItems 1
   */
  records: [RecordRepair, ...RecordRepair[]];
}
/**
 * One rejected record.
 */
export interface RecordRepair {
  /**
   * The record as `quarantine list` names it: commit and byte offset.
   */
  record: string;
  /**
   * SHA-256 of the record's bytes, as `quarantine show` gives it; the repair is refused where it is another one.
   */
  raw_sha256?: string;
  /**
   * Values of some of its fields as the broker sent them, null for none; the repair is refused where one is another.
   */
  was?: {
    /**
     * Value of a field.
     */
    [k: string]: string | null;
  };
  /**
   * JSON merge patch (RFC 7396) over the decoded fields: text replaces a value, null takes it away. {} tries the record as it is.
   */
  patch?: {
    /**
     * New value of a field as text, in the feed's own form.
     */
    [k: string]: string | null;
  };
  /**
   * A whole record in the feed's own format, in place of the broker's.
   */
  replace?: string;
  /**
   * Why the record stays rejected for good.
   */
  withdraw?: string;
}
