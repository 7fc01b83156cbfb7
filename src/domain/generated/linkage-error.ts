// Generated from schemas/linkage-error.schema.json by npm run generate; do not edit.

/**
 * One event and what is wrong with its links.
 */
export interface LinkageError {
  /**
   * What kind of fault it is.
   */
  category:
    | 'exact-duplicate'
    | 'key-duplicate'
    | 'ingestion'
    | 'intrafirm'
    | 'sequence'
    | 'account'
    | 'cycle'
    | 'leaves'
    | 'allocation'
    | 'trade'
    | 'exchange'
    | 'interfirm';
  /**
   * Code of CAT that the event's reporter gets; null where CAT has none for it.
   */
  code: string | null;
  /**
   * proven: from the firm's own records; predicted: it needs the other party's file.
   */
  certainty: 'proven' | 'predicted';
  /**
   * Why, in a word.
   */
  reason: string;
  /**
   * The part of the key that did not match, as it was sent.
   */
  key_sent: string | null;
  /**
   * The same as it is matched: without leading zeros where they do not count.
   */
  key_matched: string | null;
  /**
   * Party that the event names and that gets a code too.
   */
  named_imid: string | null;
  /**
   * Code of CAT that the named party gets.
   */
  named_code: string | null;
  /**
   * Event that comes nearest; null where there is none.
   */
  counterpart_event_id: string | null;
  /**
   * Event that is not linked, or contradicts its links.
   */
  event_id: string;
  /**
   * What happened.
   */
  event_type: string;
  /**
   * Its instant, nanoseconds since 1970 UTC.
   */
  event_ts_ns: string;
  /**
   * Firm that reported it.
   */
  imid: string;
  /**
   * Its symbol.
   */
  symbol: string;
  /**
   * Its order_id.
   */
  order_id: string;
  /**
   * Number of the order in this linkage; null where the event has none.
   */
  lifecycle_no: string | null;
  /**
   * Number of the family in this linkage; null where the event has none.
   */
  family_no: string | null;
  /**
   * What to do about it.
   */
  next: string;
}
