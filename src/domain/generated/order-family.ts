// Generated from schemas/order-family.schema.json by npm run generate; do not edit.

/**
 * Every order that belongs to one order id, over all firms, with its events, quantities, links and errors.
 */
export interface OrderFamily {
  format: 1;
  /**
   * Trade date, yyyy-MM-dd.
   */
  trade_date: string;
  /**
   * Order that was asked for.
   */
  order_id: string;
  /**
   * Firm that was asked for; null for any.
   */
  imid: string | null;
  /**
   * Families in which the order is.
   *
   * Items: One family.
   */
  families: {
    /**
     * Number of the family in this linkage.
     */
    family_no: string;
    /**
     * Its orders, each after the one that it came from.
     */
    orders: FamilyOrder[];
  }[];
  /**
   * Events that name the order and belong to none.
   */
  unlinked: FamilyEvent[];
}
/**
 * One order through all its changes.
 */
export interface FamilyOrder {
  /**
   * Number of the order in this linkage.
   */
  lifecycle_no: string;
  /**
   * Number of the order that it was made of or routed from; null for the first of a family.
   */
  parent_no: string | null;
  /**
   * How it came from that one.
   */
  parent_kind: 'parent' | 'route' | null;
  /**
   * Firm that holds it.
   */
  imid: string;
  /**
   * Symbol.
   */
  symbol: string;
  /**
   * Its first order_id.
   */
  order_id: string;
  /**
   * Its last one, after changes.
   */
  last_order_id: string;
  /**
   * 0 for an order of the day; else how many sessions ago it was entered.
   */
  sessions_ago: string;
  /**
   * open, filled, cancelled, overfilled; carried where it was entered earlier; unknown without a quantity.
   */
  status: 'open' | 'filled' | 'cancelled' | 'overfilled' | 'carried' | 'unknown';
  /**
   * Its first event.
   */
  first_ts_ns: string;
  /**
   * Its last event.
   */
  last_ts_ns: string;
  /**
   * Quantity at entry, shares.
   */
  entered_qty: string | null;
  /**
   * Quantity after its last change.
   */
  ordered_qty: string | null;
  /**
   * Filled.
   */
  filled_qty: string | null;
  /**
   * Cancelled, expired or rejected.
   */
  cancelled_qty: string | null;
  /**
   * Routed to others.
   */
  routed_qty: string | null;
  /**
   * Allocated to accounts.
   */
  allocated_qty: string | null;
  /**
   * Left by arithmetic: ordered less filled less cancelled.
   */
  leaves_qty: string | null;
  /**
   * Leaves reported last.
   */
  reported_leaves_qty: string | null;
  /**
   * Reported less arithmetic, both at that instant; null where nothing was reported.
   */
  leaves_difference: string | null;
  /**
   * Its events in the order of time.
   */
  events: FamilyEvent[];
}
/**
 * One event.
 */
export interface FamilyEvent {
  /**
   * Identity of the event.
   */
  event_id: string;
  /**
   * What happened.
   */
  event_type: string;
  /**
   * When, nanoseconds since 1970 UTC.
   */
  event_ts_ns: string;
  /**
   * Feed that brought it.
   */
  feed: string | null;
  /**
   * Order as the event names it.
   */
  order_id: string;
  /**
   * Its quantity, shares.
   */
  qty: string | null;
  /**
   * Its price, USD per share.
   */
  price: string | null;
  /**
   * Leaves as reported, shares.
   */
  leaves_qty: string | null;
  /**
   * Order id before a change of it.
   */
  prior_order_id: string | null;
  /**
   * Order that it was made of.
   */
  parent_order_id: string | null;
  /**
   * Identifier of the route, as sent.
   */
  routed_order_id: string | null;
  /**
   * Receiver of a route.
   */
  destination_imid: string | null;
  /**
   * Sender of what was received.
   */
  sender_imid: string | null;
  /**
   * Execution.
   */
  exec_id: string | null;
  /**
   * Print on the tape.
   */
  trade_id: string | null;
  /**
   * Events that it came from.
   *
   * Items: One link.
   */
  links: {
    /**
     * Kind of key.
     */
    link_kind: string;
    /**
     * Event linked to.
     */
    parent_event_id: string;
    /**
     * Its dataset.
     */
    parent_dataset: 'order_events' | 'trades';
  }[];
  /**
   * What is wrong with it.
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
