// Generated from schemas/query-result.schema.json by npm run generate; do not edit.

/**
 * The rows of a query over one trade date, as tapewarden query --json prints them.
 */
export interface QueryResultDocument {
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Names of the columns, in their order.
   */
  columns: string[];
  /**
   * One object a row. 64-bit integers, decimals and times are text, so that no digit is lost.
   */
  rows: {
    [k: string]: unknown;
  }[];
  run?: QueryRunDocument;
  /**
   * Whether there are more rows than were read.
   */
  more: boolean;
}
/**
 * Where a runner ran it; left out where the embedded database did.
 */
export interface QueryRunDocument {
  /**
   * Engine.
   */
  runner: string;
  /**
   * Application, warehouse, work group or job that it ran in.
   */
  place: string;
  /**
   * Its id there.
   */
  id: string;
  /**
   * Estimated price, US dollars; null where nobody can tell.
   */
  estimate_usd: string | null;
  /**
   * Price by what the service counted, US dollars; null where it says nothing.
   */
  billed_usd: string | null;
  /**
   * Whether its rows were there already: the same query over the same files is not run again.
   */
  reused: boolean;
}
