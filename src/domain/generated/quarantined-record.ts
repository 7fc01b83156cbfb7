// Generated from schemas/quarantined-record.schema.json by npm run generate; do not edit.

/**
 * One rejected record with its faults and what has become of it since.
 */
export interface QuarantinedRecord {
  /**
   * By which commands take the record: commit and byte offset.
   */
  id: string;
  /**
   * open: rejected, nothing was done; repaired: a replay has published it or found that it stands; withdrawn: rejected for good.
   */
  state: 'open' | 'repaired' | 'withdrawn';
  /**
   * Commit id of the replay that has repaired or withdrawn it; null while it is open.
   */
  settled_by: string | null;
  /**
   * Commit ids of replays in which it failed again.
   *
   * Items: Commit id.
   */
  failed_in: string[];
  /**
   * Feed.
   */
  feed: string;
  /**
   * Trade date of the delivery.
   */
  trade_date: string;
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
   * Why it was rejected.
   */
  faults: RecordFaultShown[];
  /**
   * The raw record as text, cut at 8,192 characters.
   */
  record: string;
}
/**
 * One fault.
 */
export interface RecordFaultShown {
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
}
