// Generated from schemas/manifest.schema.json by npm run generate; do not edit.

/**
 * What one delivery became; its put is the one commit point. Manifests of a feed form a chain.
 */
export interface Manifest {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Hash of the inputs: delivery, feed specification, schemas, canonicalizer version.
   */
  commit_id: string;
  /**
   * Random identity of the write; tells after an unknown outcome whose manifest stands.
   */
  write_id: string;
  /**
   * Position in the feed's chain, from 1.
   */
  sequence: number;
  /**
   * SHA-256 of the bytes of the manifest before; null on the first.
   */
  previous_sha256: string | null;
  /**
   * Feed.
   */
  feed: string;
  /**
   * Version of the feed specification.
   */
  feed_version: number;
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
 * What became of every record: read = accepted + rejected + duplicates. Control lines and declared session messages are no records.
 */
export interface Totals {
  /**
   * Records in the delivery.
   */
  read: number;
  /**
   * Records that became canonical rows.
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
}
