// Generated from schemas/book-replay.schema.json by npm run generate; do not edit.

/**
 * The market of one symbol around an alert: the alert's orders event by event, best bid and offer, prints, and the book at its key moments. Prices and quantities are exact text.
 */
export interface BookReplay {
  format: 1;
  /**
   * Symbol.
   */
  symbol: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Begin of the window: the alert's first event of the symbol less a margin. Nanoseconds since 1970 UTC as decimal text.
   */
  from_ns: string;
  /**
   * End of the window, inclusive: its last event and the margin. Nanoseconds since 1970 UTC as decimal text.
   */
  to_ns: string;
  /**
   * Last instant of an order event in the symbol that the lake has; null where it has none. Nanoseconds since 1970 UTC as decimal text.
   */
  reports_to: string | null;
  /**
   * Firms (IMID) whose open orders make up the book; orders of others are not in it.
   *
   * Items: Firm.
   */
  book_of: string[];
  /**
   * Where the best prices come from: quotes as delivered, the book of the orders in the lake, or none where there is neither.
   */
  prices_of: 'quotes' | 'orders' | 'none';
  /**
   * Best bid and offer by time; the first is the one in force at the begin of the window, where there is one.
   */
  prices: BestPrices[];
  /**
   * Prints of the tape by time.
   */
  prints: BookPrint[];
  /**
   * The alert's orders by their first event.
   */
  orders: BookOrder[];
  /**
   * The book at the key moments of the alert, by time.
   */
  moments: BookMoment[];
  counts: BookCounts;
}
/**
 * The best bid and offer from one instant on, until the next.
 */
export interface BestPrices {
  /**
   * From when. Nanoseconds since 1970 UTC as decimal text.
   */
  at_ns: string;
  /**
   * Best bid; null where there is none.
   */
  bid_price: string | null;
  /**
   * Quantity at it.
   */
  bid_qty: string | null;
  /**
   * Best offer; null where there is none.
   */
  ask_price: string | null;
  /**
   * Quantity at it.
   */
  ask_qty: string | null;
}
/**
 * One print.
 */
export interface BookPrint {
  /**
   * When. Nanoseconds since 1970 UTC as decimal text.
   */
  at_ns: string;
  /**
   * Event.
   */
  event_id: string;
  /**
   * Price.
   */
  price: string;
  /**
   * Quantity.
   */
  qty: string;
  /**
   * Market.
   */
  venue: string | null;
  /**
   * Whether it is evidence of the alert or a fill of one of its orders names it.
   */
  own: boolean;
}
/**
 * An order with an event that is evidence.
 */
export interface BookOrder {
  /**
   * Firm that reports it.
   */
  imid: string;
  /**
   * First identifier.
   */
  order_id: string;
  /**
   * Account.
   */
  account_id: string | null;
  /**
   * Side.
   */
  side: string | null;
  /**
   * Type.
   */
  ord_type: string | null;
  /**
   * Its events of the day by time, also outside the window.
   */
  events: BookOrderEvent[];
}
/**
 * What happened to it.
 */
export interface BookOrderEvent {
  /**
   * When. Nanoseconds since 1970 UTC as decimal text.
   */
  at_ns: string;
  /**
   * Event.
   */
  event_id: string;
  /**
   * What happened.
   */
  event_type: 'new' | 'route' | 'accept' | 'modify' | 'cancel' | 'reject' | 'expire' | 'fill' | 'allocation';
  /**
   * Role as evidence; null where it is none.
   */
  role: string | null;
  /**
   * Price: of the order, on a fill of the execution.
   */
  price: string | null;
  /**
   * Quantity of the event.
   */
  qty: string | null;
  /**
   * Quantity open after it: as reported, or ordered less filled and cancelled; null where neither is known.
   */
  leaves_qty: string | null;
}
/**
 * The book after all events of one nanosecond.
 */
export interface BookMoment {
  /**
   * When. Nanoseconds since 1970 UTC as decimal text.
   */
  at_ns: string;
  /**
   * Which moment: before, the first event of a role, largest, last.
   */
  name: 'before' | 'role' | 'largest' | 'last';
  /**
   * The role, of a moment of that name.
   */
  role: string | null;
  /**
   * Best bid and offer in force; null where none is known.
   */
  best: null | BestPrices;
  bids: BookSide;
  asks: BookSide;
  /**
   * Quantity of the alert's orders that is open with a price.
   */
  own_qty: string;
}
/**
 * One side of the book, the best price first.
 */
export interface BookSide {
  /**
   * The ten best prices, and those beyond at which the alert has an order.
   */
  levels: BookLevel[];
  /**
   * Prices beyond that are not shown.
   */
  more_levels: number;
  /**
   * Quantity at them.
   */
  more_qty: string;
}
/**
 * Open orders of one side at one price.
 */
export interface BookLevel {
  /**
   * Price.
   */
  price: string;
  /**
   * Quantity open at it, of all orders.
   */
  qty: string;
  /**
   * Orders.
   */
  orders: number;
  /**
   * What of the quantity is of the alert's orders.
   */
  own_qty: string;
  /**
   * How many of the orders.
   */
  own_orders: number;
}
/**
 * What the window holds and what of it is shown; the rest is cut, never silently.
 */
export interface BookCounts {
  /**
   * Order events of the symbol in the window.
   */
  order_events: number;
  /**
   * Best prices in the window, with the one in force at its begin.
   */
  prices: number;
  /**
   * Shown of them: the last of each of many equal parts of the window where they are too many.
   */
  prices_shown: number;
  /**
   * Prints in the window.
   */
  prints: number;
  /**
   * Shown of them: the alert's own first, then the largest of each part.
   */
  prints_shown: number;
  /**
   * Orders of the alert.
   */
  orders: number;
  /**
   * Shown of them, the earliest.
   */
  orders_shown: number;
  /**
   * Events of the shown orders.
   */
  order_lines: number;
  /**
   * Shown of them, the earliest of each order.
   */
  order_lines_shown: number;
  /**
   * Orders open at the begin of the window that have no place in the book: without a limit, waiting for a stop or an auction, or never to rest.
   */
  unplaced: number;
}
