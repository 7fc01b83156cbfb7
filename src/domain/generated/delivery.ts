// Generated from schemas/delivery.schema.json by npm run generate; do not edit.

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
