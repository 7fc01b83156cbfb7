// Generated from schemas/lake-history.schema.json by npm run generate; do not edit.

/**
 * What changed in the lake, in the order in which it happened.
 */
export interface LakeHistory {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Entries of the chains.
   *
   * Items: One entry.
   */
  entries: {
    /**
     * Key in the store.
     */
    key: string;
    /**
     * Hash of its bytes.
     */
    sha256: string;
    /**
     * The entry, a manifest, refusal, duplicate, removal or hold as its kind says.
     */
    entry: {
      [k: string]: unknown;
    };
  }[];
}
