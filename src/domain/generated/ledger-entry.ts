// Generated from schemas/ledger-entry.schema.json by npm run generate; do not edit.

/**
 * What one feed owed for one trade date, what arrived of it, and whether that is all.
 */
export interface LedgerEntry {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Feed.
   */
  feed: string;
  /**
   * Canonical datasets that it fills.
   *
   * Items: Dataset.
   */
  datasets: string[];
  /**
   * Trading calendar.
   */
  calendar: string | null;
  session: LedgerSession;
  /**
   * Whether a delivery is owed on every session.
   */
  due: 'daily' | 'on-request';
  /**
   * Latest time of arrival, inclusive; null on a day without a session. Nanoseconds since 1970 UTC as decimal text.
   */
  due_at_ns: string | null;
  /**
   * Time zone of that time.
   */
  zone: string;
  /**
   * When the ledger was asked: what is due later is not missing. Nanoseconds since 1970 UTC as decimal text.
   */
  asked_at_ns: string;
  /**
   * complete: all that was owed is there; incomplete: something is missing, refused, short or unexpected; not_due_yet: the time of arrival is still to come; nothing_due: a delivery on request did not come; no_session: the market is closed and nothing arrived.
   */
  verdict: 'complete' | 'incomplete' | 'not_due_yet' | 'nothing_due' | 'no_session';
  /**
   * Everything there is to tell, gaps first.
   */
  findings: LedgerFinding[];
  /**
   * Every file that arrived, in the order of the chain.
   */
  deliveries: LedgerDelivery[];
}
/**
 * What the feed's calendar says of the day.
 */
export interface LedgerSession {
  /**
   * every_day: the feed has no calendar.
   */
  kind: 'regular' | 'early_close' | 'late_open' | 'closed' | 'every_day';
  /**
   * Why it is no regular day.
   */
  name: string | null;
}
/**
 * One thing that the ledger tells.
 */
export interface LedgerFinding {
  /**
   * Stable code.
   */
  code: string;
  /**
   * gap: the day is not whole; pending: it is not yet; note: told, and the day may still be whole.
   */
  weight: 'gap' | 'pending' | 'note';
  /**
   * In a few words.
   */
  brief: string;
  /**
   * What is, and what was expected.
   */
  message: string;
}
/**
 * One file that arrived.
 */
export interface LedgerDelivery {
  /**
   * Name of the file.
   */
  file: string;
  /**
   * Hash of the bytes as received.
   */
  sha256: string;
  /**
   * Bytes as received.
   */
  bytes: number;
  /**
   * When tapewarden first took these bytes in. Nanoseconds since 1970 UTC as decimal text.
   */
  received_at_ns: string;
  /**
   * Nanoseconds after the time at which it was due; null where it was in time or owed none.
   */
  late_by_ns: string | null;
  /**
   * received: it stands; replaced: it was sent again with other bytes, which stand; refused: nothing of it was published; duplicate: the bytes of another file again.
   */
  state: 'received' | 'replaced' | 'refused' | 'duplicate';
  /**
   * Number in its name, as written.
   */
  sequence: string | null;
  /**
   * Part in its name, as written.
   */
  part: string | null;
  /**
   * Records; null where it was refused before they were counted, and of a duplicate.
   */
  totals: null | Totals;
  /**
   * Rejected records that replays have published since.
   */
  repaired: number;
  /**
   * Control totals that were checked.
   */
  control: LedgerControl[];
  /**
   * Commit that published it, or whose bytes it has; null of a refused one.
   */
  commit_id: string | null;
  /**
   * Position in the feed's chain of the entry that says so.
   */
  entry: number;
  /**
   * Why it was refused.
   */
  faults: LedgerFault[];
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
 * One control total.
 */
export interface LedgerControl {
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
}
/**
 * One reason.
 */
export interface LedgerFault {
  /**
   * Stable code.
   */
  code: string;
  /**
   * One sentence with file and line.
   */
  message: string;
}
