// Generated from schemas/feedback.schema.json by npm run generate; do not edit.

/**
 * What a broker must act on in one delivery.
 */
export interface Feedback {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * published: what is faulty is named record by record; refused: nothing of the file was taken.
   */
  status: 'published' | 'refused';
  /**
   * Feed.
   */
  feed: string;
  /**
   * Name of the delivery.
   */
  file: string;
  /**
   * Hash of its bytes.
   */
  sha256: string;
  /**
   * Its size.
   */
  bytes: number;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * When it arrived, to the nanosecond, UTC.
   */
  received_at: string;
  /**
   * Commit id; null of a refused delivery.
   */
  commit_id: string | null;
  /**
   * What became of its records; null where they were not counted.
   */
  totals: null | Totals;
  /**
   * Control totals that were checked.
   *
   * Items: One control total.
   */
  controls: {
    /**
     * What was checked.
     */
    name: string;
    /**
     * Value in the file.
     */
    declared: string;
    /**
     * Value counted.
     */
    counted: string;
  }[];
  /**
   * Why the file was refused.
   *
   * Items: One reason.
   */
  refusals: {
    /**
     * Stable code.
     */
    code: string;
    /**
     * The reason in one sentence.
     */
    message: string;
    /**
     * What the broker should do; a stable word.
     */
    action: string;
    /**
     * The same in one sentence.
     */
    advice: string;
  }[];
  /**
   * Faulty records in the order of the file.
   */
  records: FaultyRecord[];
  /**
   * Rejected records of which no fault is stored; they are not in `records`.
   */
  unlisted: number;
}
/**
 * What became of every record: read = accepted + rejected + duplicates. Control lines and declared session messages are no records.
 */
export interface Totals {
  /**
   * Records in the delivery.
   */
  read: number;
  /**
   * Records that became canonical rows, or replaced or deleted others; corrections of the manifest counts those that became no row.
   */
  accepted: number;
  /**
   * Records in the quarantine.
   */
  rejected: number;
  /**
   * Records equal to an earlier one, in this delivery or in one published before.
   */
  duplicates: number;
  /**
   * Messages that the feed declares to be no records, such as FIX session messages.
   */
  ignored: number;
  /**
   * Header, trailer and column-name lines.
   */
  control_lines: number;
  /**
   * Bytes of the decompressed delivery, all of them accounted for by lines.
   */
  bytes: number;
}
/**
 * One faulty record.
 */
export interface FaultyRecord {
  /**
   * By which the receiver knows the record.
   */
  record: string;
  /**
   * Line of the record's first byte, from 1.
   */
  line: number;
  /**
   * Offset of that byte in the decompressed file, from 0.
   */
  byte_offset: number;
  /**
   * open, repaired by the receiver, or withdrawn by it.
   */
  state: 'open' | 'repaired' | 'withdrawn';
  /**
   * Fields of the feed's key; null where the record cannot be decoded.
   */
  key: null | DecodedField[];
  /**
   * What is wrong with it.
   *
   * Items: One fault.
   */
  faults: {
    /**
     * Field at fault; empty when it is the whole record.
     */
    field: string;
    /**
     * Value as received; empty when there is none.
     */
    value: string;
    /**
     * What was expected.
     */
    expected: string;
    /**
     * Stable code.
     */
    code: string;
    /**
     * The fault in one sentence.
     */
    message: string;
    /**
     * What the broker should do; a stable word.
     */
    action: string;
    /**
     * The same in one sentence.
     */
    advice: string;
  }[];
}
/**
 * One field.
 */
export interface DecodedField {
  /**
   * Name.
   */
  name: string;
  /**
   * Value as decoded; null for none.
   */
  value: string | null;
}
