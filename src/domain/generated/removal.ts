// Generated from schemas/removal.schema.json by npm run generate; do not edit.

/**
 * Objects that are taken out of the store; put before the first of them goes.
 */
export interface Removal {
  /**
   * Version of this document.
   */
  format: 2;
  /**
   * Kind of entry.
   */
  kind: 'removal';
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
   * garbage: no entry names them; retention: they have been kept as long as they must be.
   */
  reason: 'garbage' | 'retention';
  /**
   * The rule that allows it, in one sentence.
   */
  rule: string;
  /**
   * Who asked for it.
   */
  by: string;
  /**
   * The objects, in the order of their keys.
   */
  objects: RemovedObject[];
}
/**
 * One object.
 */
export interface RemovedObject {
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the object as an entry names it; null where none does.
   */
  sha256: string | null;
  /**
   * Size.
   */
  bytes: number;
}
