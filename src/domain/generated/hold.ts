// Generated from schemas/hold.schema.json by npm run generate; do not edit.

/**
 * A legal hold on trade dates of a feed, or its release: nothing under hold is removed.
 */
export interface Hold {
  /**
   * Version of this document.
   */
  format: 2;
  /**
   * hold: from here on nothing of these dates is removed; release: the hold of this id ends.
   */
  kind: 'hold' | 'release';
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
   * Identity of the hold, the same on its release.
   */
  hold_id: string;
  /**
   * Why.
   */
  reason: string;
  /**
   * Who asked for it.
   */
  by: string;
  /**
   * First trade date under hold.
   */
  from: string;
  /**
   * Last trade date under hold.
   */
  to: string;
}
