// Generated from schemas/linkage-report.schema.json by npm run generate; do not edit.

/**
 * How the order events of one trade date are linked, and what is not.
 */
export interface LinkageReport {
  format: 1;
  /**
   * Trade date, yyyy-MM-dd.
   */
  trade_date: string;
  /**
   * Order events of the day.
   */
  events: number;
  /**
   * Orders entered on the day or carried into it.
   */
  orders: number;
  /**
   * Families of orders over all firms.
   */
  families: number;
  /**
   * Links by kind.
   *
   * Items: One kind.
   */
  links: {
    /**
     * Kind of key: order, prior, parent, route, trade, execution.
     */
    link_kind: string;
    /**
     * How many.
     */
    links: number;
  }[];
  /**
   * What cannot be said because the lake does not hold the other side.
   */
  undecided: {
    /**
     * Routes to firms or exchanges of which the lake holds no event of the day.
     */
    routes_outside: number;
    /**
     * Orders taken in from firms or exchanges of which it holds none.
     */
    receipts_outside: number;
    /**
     * Routes and receipts that bear no routed_order_id, as manual ones may.
     */
    routes_without_id: number;
    /**
     * Fills that name a print, where the lake holds no tape of the day.
     */
    fills_without_tape: number;
    /**
     * Orders of earlier sessions to which events of the day belong.
     */
    orders_carried: number;
  };
  /**
   * Errors by category and code, the order of the document.
   *
   * Items: One category and code.
   */
  faults: {
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
     * How many.
     */
    errors: number;
    /**
     * Firms that reported the events.
     */
    imids: string[];
    /**
     * What to do about it.
     */
    next: string;
  }[];
  /**
   * All errors that the filter lets through.
   */
  errors_total: number;
  /**
   * Errors, at most as many as were asked for, by category, code, time and event_id.
   */
  errors: LinkageError[];
}
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
