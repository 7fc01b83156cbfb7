// Generated from schemas/manifest.schema.json by npm run generate; do not edit.

/**
 * What one delivery became; its put is the one commit point. Entries of a feed form a chain.
 */
export interface Manifest {
  /**
   * Version of this document.
   */
  format: 2;
  /**
   * delivery: a file as a broker sent it; replay: records of an earlier one that were rejected and have been repaired.
   */
  kind: 'delivery' | 'replay';
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
   * Hash of the inputs: delivery, feed specification, schemas, canonicalizer version.
   */
  commit_id: string;
  /**
   * Version of the feed specification.
   */
  feed_version: number;
  /**
   * What of the feed is personal data; absent where it tags none.
   */
  personal?: {
    /**
     * Fields whose values are masked wherever they are shown.
     *
     * Items: Field.
     */
    fields: string[];
    /**
     * By which key its rows hold tokens; null where no such field is mapped.
     */
    key_id: string | null;
  };
  /**
   * Hash of the feed specification and its record schema.
   */
  feed_spec_sha256: string;
  /**
   * Hash of the canonical schema.
   */
  schema_sha256: string;
  /**
   * Version of the code that decides the bytes.
   */
  canonicalizer: number;
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
  totals: Totals;
  /**
   * Control totals that were checked, as text.
   */
  control: ControlTotal[];
  /**
   * Canonical data files.
   */
  files: DataFile[];
  /**
   * Data files of entries before that are not read any more from here on; they stay in the store.
   */
  supersedes: SupersededFile[];
  /**
   * What it changes of that which stood before; null where it only adds.
   */
  restates: null | Restatement;
  /**
   * SHA-256 of deliveries of the same trade date that this one takes the place of as a whole, with their replays; absent where there are none.
   */
  replaces?: string[];
  corrections?: Corrections;
  /**
   * Of a replay, whose records it repairs and with what; null on a delivery.
   */
  repair: null | Repair;
  /**
   * What rules of the feed decided where the broker's data left it open; absent in manifests of version 0.1.0.
   *
   * Items: One decision.
   */
  notices?: {
    /**
     * Stable code.
     */
    code: string;
    /**
     * The decision in one sentence.
     */
    message: string;
    /**
     * Valid records that it is about.
     */
    records: number;
  }[];
  /**
   * Quarantine file; null when nothing was rejected.
   */
  quarantine: null | QuarantineFile;
  /**
   * Canonical dataset.
   */
  dataset: string;
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
 * One control total.
 */
export interface ControlTotal {
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
 * One immutable Parquet file.
 */
export interface DataFile {
  /**
   * Canonical dataset.
   */
  dataset: string;
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
  /**
   * Size.
   */
  bytes: number;
  /**
   * Rows.
   */
  rows: number;
  /**
   * Trade date of its rows.
   */
  trade_date: string;
  /**
   * Key of the superseded file of another delivery whose standing rows this file holds; absent on files of the delivery's own rows.
   */
  rewrites?: string;
  put?: PutReceipt1;
}
/**
 * By which the store's own log names the write; absent where the store keeps none or the object was there before.
 */
export interface PutReceipt1 {
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
 * One data file.
 */
export interface SupersededFile {
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
}
/**
 * A change of what stood.
 */
export interface Restatement {
  /**
   * correction: records that correct or delete others; resent: the broker sent the file again; respecified: the same bytes under another specification; replay: repaired records.
   */
  reason: 'correction' | 'resent' | 'respecified' | 'replay';
  /**
   * Rows that stood and were replaced.
   */
  replaced: number;
  /**
   * Rows that stood and were taken away.
   */
  deleted: number;
  /**
   * The change in one sentence.
   */
  detail: string;
}
/**
 * What its records corrected, and what was said of the records concerned, to be held against later deliveries. Rows of its own files = accepted - deleting - superseded. Absent where nothing was corrected.
 */
export interface Corrections {
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
  /**
   * Size.
   */
  bytes: number;
  /**
   * Statements that the file holds.
   */
  rows: number;
  /**
   * Accepted records that took the place of another.
   */
  replacing: number;
  /**
   * Accepted records that took another away and became no row.
   */
  deleting: number;
  /**
   * Accepted records that became no row because a later record of the same delivery replaced or deleted them.
   */
  superseded: number;
  put?: PutReceipt2;
}
/**
 * By which the store's own log names the write; absent where the store keeps none or the object was there before.
 */
export interface PutReceipt2 {
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
 * Repair of rejected records.
 */
export interface Repair {
  /**
   * Commit id of the delivery.
   */
  of: string;
  /**
   * Key of the repair as it was given.
   */
  key: string;
  /**
   * Its hash.
   */
  sha256: string;
  /**
   * Records that it leaves rejected for good; absent where it leaves none.
   */
  withdrawn?: number;
}
/**
 * One immutable Parquet file.
 */
export interface QuarantineFile {
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
  /**
   * Size.
   */
  bytes: number;
  /**
   * Faults that the file holds, the first ones of the delivery.
   */
  rows: number;
  /**
   * Rejected records that these faults are of; fewer than were rejected where the file was cut.
   */
  records: number;
  put?: PutReceipt3;
}
/**
 * By which the store's own log names the write; absent where the store keeps none or the object was there before.
 */
export interface PutReceipt3 {
  /**
   * Request.
   */
  request_id: string | null;
  /**
   * Version of the object.
   */
  version_id: string | null;
}
