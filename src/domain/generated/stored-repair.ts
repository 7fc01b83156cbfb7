// Generated from schemas/stored-repair.schema.json by npm run generate; do not edit.

/**
 * A repair of records of one delivery as it is kept in the lake, under the hash of its bytes; it takes effect by the replay that names it.
 */
export interface StoredRepair {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Feed.
   */
  feed: string;
  /**
   * Trade date of the delivery.
   */
  trade_date: string;
  /**
   * Hash of the delivery's bytes.
   */
  delivery_sha256: string;
  /**
   * Name of the delivery.
   */
  file: string;
  /**
   * Who answers for it; null where nobody is named.
   */
  by: string | null;
  /**
   * Why; null where nothing is said.
   */
  reason: string | null;
  /**
   * The records in the order of the file.
   */
  records: StoredRecordRepair[];
}
/**
 * One record, and one of patch, replace and withdraw.
 */
export interface StoredRecordRepair {
  /**
   * Line of the record's first byte, from 1.
   */
  line: number;
  /**
   * Offset of that byte in the decompressed delivery, from 0.
   */
  byte_offset: number;
  /**
   * Hash of the record's bytes; null where it has none of its own, as a row of Parquet.
   */
  raw_sha256: string | null;
  /**
   * JSON merge patch over the decoded fields.
   */
  patch?: {
    /**
     * New value of a field; null takes it away.
     */
    [k: string]: string | null;
  };
  /**
   * A whole record in the feed's own format.
   */
  replace?: string;
  /**
   * Why the record stays rejected.
   */
  withdraw?: string;
}
