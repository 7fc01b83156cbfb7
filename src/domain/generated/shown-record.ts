// Generated from schemas/shown-record.schema.json by npm run generate; do not edit.

/**
 * One rejected record with everything that is known of it.
 */
export interface ShownRecord {
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
  raw: RawRecord;
  /**
   * Fields as the feed decodes them now; null where the record cannot be decoded.
   */
  fields: null | DecodedField[];
  /**
   * Every repair of the record in the order in which they were replayed, those that wait last.
   */
  attempts: RepairAttempt[];
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
/**
 * The record's bytes as they lie in the text of the delivery.
 */
export interface RawRecord {
  /**
   * Whether these are all bytes of the record; else text as it was quoted when it was rejected, or, of a feed with personal data, its fields as JSON with personal ones masked.
   */
  exact: boolean;
  /**
   * How many.
   */
  bytes: number;
  /**
   * The hash of the record's bytes; null where they are not at hand.
   */
  sha256: string | null;
  /**
   * The bytes as text; null where they are no UTF-8.
   */
  text: string | null;
  /**
   * The bytes in hexadecimal; null where text holds them.
   */
  hex: string | null;
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
/**
 * One attempt.
 */
export interface RepairAttempt {
  /**
   * Commit id of the replay; null while the repair waits for one.
   */
  replay: string | null;
  /**
   * Hash of the repair.
   */
  repair_sha256: string;
  /**
   * Who answers for it; null where nobody is named.
   */
  by: string | null;
  /**
   * Why; null where nothing is said.
   */
  reason: string | null;
  /**
   * What the repair does with the record.
   */
  action: 'patch' | 'replace' | 'withdraw';
  /**
   * The patch as JSON, the replacement, or why it was withdrawn.
   */
  text: string;
  /**
   * waits: the repair is stored and not replayed; passed over: something else had settled the record before.
   */
  result: 'waits' | 'repaired' | 'withdrawn' | 'failed' | 'passed over';
  /**
   * Why it failed again.
   */
  faults: RecordFaultShown1[];
}
/**
 * One fault.
 */
export interface RecordFaultShown1 {
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
