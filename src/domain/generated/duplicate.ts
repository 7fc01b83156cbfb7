// Generated from schemas/duplicate.schema.json by npm run generate; do not edit.

/**
 * Bytes of a delivery that came again for the same trade date under another name.
 */
export interface Duplicate {
  /**
   * Version of this document.
   */
  format: 2;
  /**
   * Kind of entry.
   */
  kind: 'duplicate';
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
   * Commit id of the delivery whose bytes they are.
   */
  of: string;
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
