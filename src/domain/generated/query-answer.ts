// Generated from schemas/query-answer.schema.json by npm run generate; do not edit.

/**
 * What a predefined query says of one trade date, as tapewarden queries run --json prints it.
 */
export interface QueryAnswer {
  /**
   * Id of the query.
   */
  query_id: string;
  /**
   * Version of the query.
   */
  query_version: number;
  /**
   * SHA-256 of query.sql as it stands in its file.
   */
  sql_sha256: string;
  /**
   * Settings in force by name, as canonical text.
   */
  settings: {
    [k: string]: string;
  };
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * rows: it looked, and these are all of its rows or the first of them; inconclusive: what it needs is not there.
   */
  outcome: 'rows' | 'inconclusive';
  /**
   * Why it is inconclusive; null otherwise.
   */
  reason: string | null;
  /**
   * Columns in their order.
   */
  columns: AnsweredColumn[];
  /**
   * One object a row, in the order of the query.
   */
  rows: AnsweredRow[];
  /**
   * Whether there are more rows than are given.
   */
  more: boolean;
}
/**
 * One column.
 */
export interface AnsweredColumn {
  /**
   * Name.
   */
  name: string;
  /**
   * text; whole: a whole number; decimal: an exact decimal number.
   */
  type: 'text' | 'whole' | 'decimal';
  /**
   * Unit.
   */
  unit: string;
}
/**
 * Values by column.
 */
export interface AnsweredRow {
  /**
   * Exact text of a value; null where there is none.
   */
  [k: string]: string | null;
}
