// Generated from schemas/explanation.schema.json by npm run generate; do not edit.

/**
 * Why one alert fired, and how each of its events leads back to raw bytes.
 */
export interface Explanation {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Alert.
   */
  alert_id: string;
  /**
   * Pattern.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  pattern_version: number;
  /**
   * Hash of the settings in force.
   */
  settings_sha256: string;
  /**
   * Title of the pattern.
   */
  title: string;
  /**
   * What a person who does this does.
   */
  behaviour: string;
  /**
   * Rules.
   *
   * Items: Rule.
   */
  cites: string[];
  /**
   * Severity.
   */
  severity: 'low' | 'medium' | 'high';
  /**
   * How grave it is, 0 to 100: score_start and the points of score_parts added up.
   */
  score: number;
  /**
   * Score of an alert of the pattern of which every part is where it starts.
   */
  score_start: number;
  /**
   * What the measures add to it, in the order of pattern.yaml.
   */
  score_parts: ScoreLine[];
  /**
   * Why the score is of its severity, in words.
   */
  score_levels: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Whom and what the alert is about.
   */
  subject: {
    /**
     * Value.
     */
    [k: string]: string;
  };
  /**
   * First event of the episode. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  first_ts_ns: string;
  /**
   * Last event of the episode. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  last_ts_ns: string;
  /**
   * One paragraph in plain words, made from the data; not safe to print unescaped.
   */
  story: string;
  /**
   * Measures, in the order of pattern.yaml.
   */
  measures: MeasureLine[];
  /**
   * Settings in force, in the order of pattern.yaml, each beside what came of it.
   */
  settings: SettingLine[];
  /**
   * Roles, in the order of their first event.
   */
  roles: RoleLine[];
  /**
   * Events by time, then event id.
   */
  events: TimelineEvent[];
  /**
   * Evidence rows that the alert declares; more than the events when some were not at hand.
   */
  evidence_count: number;
  /**
   * The market around the alert, of its two symbols with the most events on the trade date; empty where it has none.
   */
  books: BookReplay[];
  /**
   * Its other symbols on the trade date, of which no book is replayed.
   *
   * Items: Symbol.
   */
  symbols_without_book: string[];
  /**
   * What does not agree: evidence missing, custody broken, a threshold not met; empty when all agrees.
   *
   * Items: One doubt.
   */
  doubts: string[];
}
/**
 * The points of one measure.
 */
export interface ScoreLine {
  /**
   * Measure, by its name in pattern.yaml.
   */
  measure: string;
  /**
   * Exact value as text; null when the alert has none.
   */
  value: string | null;
  /**
   * Unit.
   */
  unit: string;
  /**
   * at_least: points rise with the value; at_most: as it falls.
   */
  compare: 'at_least' | 'at_most';
  /**
   * Points that it adds, cut to a whole number.
   */
  points: number;
  /**
   * Most points that it could add.
   */
  of: number;
  /**
   * Value where points start: the setting in force, or a value of pattern.yaml; exact, durations in nanoseconds.
   */
  from: string;
  /**
   * Value from which all points count, exact, or `N times`: so often past `from`.
   */
  full: string;
  /**
   * The part in words.
   */
  reason: string;
}
/**
 * One measure beside the setting it was compared with.
 */
export interface MeasureLine {
  /**
   * Name in pattern.yaml.
   */
  name: string;
  /**
   * What the value says; empty when pattern.yaml does not name it.
   */
  meaning: string;
  /**
   * Unit.
   */
  unit: string;
  /**
   * Exact value as text; null when the alert has none.
   */
  value: string | null;
  /**
   * Setting it is compared with; null when with none.
   */
  setting: string | null;
  /**
   * at_least: fires at or above the setting; at_most: at or below; null: not compared.
   */
  compare: 'at_least' | 'at_most' | null;
  /**
   * Value of that setting in force, as written.
   */
  threshold: string | null;
  /**
   * Whether the comparison holds, computed exactly; null when there is nothing to compare.
   */
  holds: boolean | null;
}
/**
 * One setting.
 */
export interface SettingLine {
  /**
   * Name in pattern.yaml.
   */
  name: string;
  /**
   * What it decides.
   */
  meaning: string;
  /**
   * Type and unit.
   */
  type: 'duration' | 'count' | 'quantity' | 'ratio' | 'price';
  /**
   * Value in force, as written; null where the run does not tell.
   */
  value: string | null;
  /**
   * Default of the pattern, as written.
   */
  default: string;
  /**
   * What was measured: measures that are compared with it or tell how it came out, or a time or count from the evidence; empty where nothing stands beside it.
   */
  actual: ActualValue[];
  /**
   * Why nothing stands beside it; null where something does.
   */
  because: string | null;
}
/**
 * One measured value.
 */
export interface ActualValue {
  /**
   * The measure by name, or what was measured in words.
   */
  says: string;
  /**
   * Exact value as text; null when there is none.
   */
  value: string | null;
  /**
   * Unit.
   */
  unit: string;
}
/**
 * One part that events play.
 */
export interface RoleLine {
  /**
   * Role.
   */
  role: string;
  /**
   * What it means; empty when pattern.yaml does not name it.
   */
  meaning: string;
  /**
   * Events.
   */
  events: number;
}
/**
 * One event.
 */
export interface TimelineEvent {
  /**
   * Canonical dataset.
   */
  dataset: 'order_events' | 'trades' | 'quotes' | 'news';
  /**
   * Event.
   */
  event_id: string;
  /**
   * Role.
   */
  role: string;
  /**
   * Time of the event. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  event_ts_ns: string;
  /**
   * Nanoseconds after the first event of the alert; may be negative.
   */
  since_first_ns: string;
  /**
   * The event in a few words.
   */
  summary: string;
  /**
   * Canonical columns as text.
   */
  row: {
    /**
     * Value.
     */
    [k: string]: string | null;
  };
  custody: Custody;
}
/**
 * The way from the event back to its raw bytes.
 */
export interface Custody {
  /**
   * confirmed: the raw record is where the canonical row says; broken: they differ; missing: the raw record was not at hand.
   */
  state: 'confirmed' | 'broken' | 'missing';
  /**
   * Every disagreement, in one sentence each.
   *
   * Items: One disagreement.
   */
  differences: string[];
  /**
   * Hash of the delivery, as the canonical row has it.
   */
  source_sha256: string | null;
  /**
   * Line, from 1, as the canonical row has it.
   */
  source_line: string | null;
  /**
   * Byte, from 0, as the canonical row has it.
   */
  source_byte_offset: string | null;
  /**
   * The raw record; null when it was not at hand.
   */
  raw: null | RawRecord;
}
/**
 * One record as received.
 */
export interface RawRecord {
  /**
   * Name of the delivery.
   */
  file: string;
  /**
   * Line of its first byte, from 1.
   */
  line: number;
  /**
   * Offset of that byte, from 0.
   */
  byte_offset: number;
  /**
   * The record as received; not safe to print unescaped.
   */
  text: string;
  /**
   * Hash of the delivery.
   */
  sha256: string;
  /**
   * Key of the delivery's bytes in the store.
   */
  raw_key: string;
}
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
