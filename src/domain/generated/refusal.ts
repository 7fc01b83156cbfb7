// Generated from schemas/refusal.schema.json by npm run generate; do not edit.

/**
 * A delivery of which nothing was published, and why.
 */
export interface Refusal {
  /**
   * Version of this document.
   */
  format: 2;
  /**
   * Kind of entry.
   */
  kind: 'refusal';
  /**
   * Random identity of the write; tells after an unknown outcome whose entry stands.
   */
  write_id: string;
  /**
   * Position in the feed's chain, from 1.
   */
  sequence: number;
  /**
   * SHA-256 of the bytes of the entry before; null on the first.
   */
  previous_sha256: string | null;
  /**
   * Feed.
   */
  feed: string;
  /**
   * When it was put, by the writer's clock, and never before the entry before it. Nanoseconds since 1970 UTC as decimal text.
   */
  committed_at_ns: string;
  /**
   * Trade date.
   */
  trade_date: string;
  delivery: Delivery;
  /**
   * Key of the raw bytes.
   */
  raw_key: string;
  raw_put?: PutReceipt;
  /**
   * Records counted before it was refused; null where it was refused before.
   */
  totals: null | Totals;
  /**
   * Why.
   */
  faults: RefusalFault[];
}
/**
 * One file as a broker sent it.
 */
export interface Delivery {
  /**
   * Where it was found; name only, never used as a path.
   */
  uri: string;
  /**
   * Hash of the bytes as received.
   */
  sha256: string;
  /**
   * Bytes as received.
   */
  bytes: number;
  /**
   * When tapewarden took it in. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  received_at_ns: string;
  /**
   * Feed to which its name belongs.
   */
  feed: string;
  /**
   * Trade date that its name carries.
   */
  trade_date: string;
  /**
   * Format by which it was read, as the feed specification names it; absent in manifests of version 0.1.0.
   */
  format?: string;
  /**
   * Compression by which it was read; absent in manifests of version 0.1.0, for which the feed specification says it.
   */
  compression?: 'none' | 'gzip' | 'zstd' | 'zip' | 'bzip2';
  /**
   * Encoding by which it was read; absent in manifests of version 0.1.0, which are utf-8.
   */
  encoding?: 'utf-8' | 'latin-1' | 'utf-16' | 'utf-16le' | 'utf-16be';
}
/**
 * By which the store's own log names the write; absent where the store keeps none or the object was there before.
 */
export interface PutReceipt {
  /**
   * Request.
   */
  request_id: string | null;
  /**
   * Version of the object.
   */
  version_id: string | null;
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
 * One reason.
 */
export interface RefusalFault {
  /**
   * Stable code.
   */
  code: string;
  /**
   * Where, what is, what was expected, what to do next.
   */
  message: string;
}
