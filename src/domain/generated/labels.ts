// Generated from schemas/labels.schema.json by npm run generate; do not edit.

/**
 * Pattern id.
 */
export type Pattern = string;

/**
 * What is in a simulated day: the abuse that was put into it, the innocent cases that look like it, the files, and the faulty records in them. The answers against which patterns and the quarantine are scored.
 */
export interface Labels {
  /**
   * Version of this form.
   */
  format: 1;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Seed of the run; with the number of events asked for and the date it gives the same files again.
   */
  seed: number;
  /**
   * How many orders there are to a trade in the simulation's background: few, as published, or as in a busy hour.
   */
  density: 'low' | 'real' | 'high';
  /**
   * Order events in the files of all brokers.
   */
  events: number;
  /**
   * Every case, in order of its first event.
   */
  cases: Case[];
  /**
   * The files of the day, in order of feed.
   */
  files: File[];
  /**
   * Every faulty record, in order of feed and line; absent where none were asked for.
   */
  faults?: Fault[];
}
/**
 * One piece of abuse, or one innocent twin of it.
 */
export interface Case {
  /**
   * Case, unique in the day.
   */
  case_id: string;
  /**
   * Id of the pattern that looks for the abuse, or innocent.
   */
  kind: string;
  /**
   * True where a pattern with its default settings must find the case, false where it must not.
   */
  abusive: boolean;
  /**
   * On abuse: how plain it is to see, from far over the thresholds to just at them.
   */
  intensity?: 'blatant' | 'plain' | 'slight';
  /**
   * On abuse: other patterns whose alerts on this case are right, too.
   */
  also?: Pattern[];
  /**
   * Pattern id.
   */
  resembles?: string;
  /**
   * What happened, in one sentence.
   */
  story: string;
  /**
   * Ticker; absent where the case is a broker's, over all symbols.
   */
  symbol?: string;
  /**
   * Brokers whose records make the case, instead of orders, prints and quotes; absent on all other cases.
   *
   * @minItems 1
   */
  brokers?: [string, ...string[]];
  /**
   * Accounts that did it, the subject of an alert first; none where the case is made of prints or quotes.
   */
  accounts: string[];
  /**
   * Owners of these accounts, each once.
   */
  owner_ids: string[];
  /**
   * Orders of the case with the part that each played.
   */
  orders: Order[];
  /**
   * Prints of the tape that make the case; absent where there are none.
   */
  trades?: Print[];
  /**
   * Quotes that make the case; absent where there are none.
   */
  quotes?: Quote[];
  /**
   * First event of these orders, prints and quotes on the day. Nanoseconds since 1970 UTC as decimal text, because a JSON number would lose digits.
   */
  first_ts_ns: string;
  /**
   * Last of them, in the same form.
   */
  last_ts_ns: string;
}
/**
 * One order of a case.
 */
export interface Order {
  /**
   * Broker.
   */
  imid: string;
  /**
   * Order, as the broker's file names it.
   */
  order_id: string;
  /**
   * Session before the day on which the order was, 1 is the one before; absent on orders of the day.
   */
  sessions_ago?: number;
  /**
   * Part in the case, in the pattern's own words.
   */
  role: string;
}
/**
 * One print of a case.
 */
export interface Print {
  /**
   * Print, as the tape names it.
   */
  trade_id: string;
  /**
   * Part in the case, in the pattern's own words.
   */
  role: string;
}
/**
 * One quote of a case.
 */
export interface Quote {
  /**
   * Position in the file of quotes, from 1.
   */
  quote_seq: number;
  /**
   * Part in the case, in the pattern's own words.
   */
  role: string;
}
/**
 * One file of one feed.
 */
export interface File {
  /**
   * Feed.
   */
  feed: string;
  /**
   * Name in the folder deliveries.
   */
  name: string;
  /**
   * Data records, without header, trailer and session messages; faulty ones count.
   */
  records: number;
}
/**
 * One faulty record: a spoilt copy of a good one, or a record sent again. The good one stands on an earlier line.
 */
export interface Fault {
  /**
   * Name in the folder deliveries.
   */
  file: string;
  /**
   * Line in the decompressed file, from 1.
   */
  line: number;
  /**
   * What is wrong: a comma in the price, a side that is no code, 30 February, another day than the trade date, a required field without value, too few or too many fields, too few or too many columns, a wrong CheckSum, JSON that breaks off, a JSON number in quotes, the same line again, or the same key with another quantity.
   */
  kind:
    | 'price-comma'
    | 'side-unknown'
    | 'date-impossible'
    | 'date-other'
    | 'field-missing'
    | 'field-count'
    | 'record-length'
    | 'checksum-wrong'
    | 'json-cut'
    | 'number-as-text'
    | 'line-repeated'
    | 'key-reused';
  /**
   * The one diagnostic that the record must get; duplicate where it must be counted as a duplicate and not rejected.
   */
  code:
    | 'schema-violated'
    | 'value-not-timestamp'
    | 'event-date-differs'
    | 'field-missing'
    | 'field-count'
    | 'record-length'
    | 'fix-checksum'
    | 'json-syntax'
    | 'json-kind'
    | 'key-reused'
    | 'duplicate';
}
