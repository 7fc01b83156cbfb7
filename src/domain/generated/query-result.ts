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
  /**
   * Whether there are more rows than were read.
   */
  more: boolean;
}
