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
}
