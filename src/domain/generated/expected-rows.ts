// Generated from schemas/expected-rows.schema.json by npm run generate; do not edit.

/**
 * expected.yaml of a case of a query: its rows in their order, each with every column; an empty list where there must be none.
 */
export type ExpectedRows = ExpectedRow[];

/**
 * One row.
 */
export interface ExpectedRow {
  /**
   * Exact text of a value; null where there is none.
   */
  [k: string]: string | null;
}
