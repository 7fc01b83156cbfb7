// Generated from schemas/rejection.schema.json by npm run generate; do not edit.

/**
 * One fault of one record; a record with several faults has several.
 */
export interface Rejection {
  /**
   * Feed.
   */
  feed: string;
  /**
   * Name of the delivery.
   */
  file: string;
  /**
   * Hash of the delivery.
   */
  source_sha256: string;
  /**
   * Line of the record's first byte, from 1.
   */
  line: number;
  /**
   * Offset of that byte in the decompressed delivery, from 0.
   */
  byte_offset: number;
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
  rule: string;
  /**
   * Stable code of the fault.
   */
  code: string;
  /**
   * The fault in one sentence.
   */
  message: string;
  /**
   * The raw record, cut at 8,192 characters.
   */
  record: string;
}
