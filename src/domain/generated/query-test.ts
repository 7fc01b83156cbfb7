// Generated from schemas/query-test.schema.json by npm run generate; do not edit.

/**
 * What became of the cases of predefined queries and what lint says of their SQL, as tapewarden queries test --json prints it.
 */
export type QueryTest = TestedQuery[];

/**
 * One query.
 */
export interface TestedQuery {
  /**
   * Id of the query.
   */
  query_id: string;
  /**
   * Version of the query.
   */
  version: number;
  /**
   * What would not run alike on every engine, in order of lines: line, rule, reason and fix in one text each.
   *
   * Items: Finding.
   */
  lint: string[];
  /**
   * Its cases by name.
   */
  cases: TestedQueryCase[];
}
/**
 * One case.
 */
export interface TestedQueryCase {
  /**
   * Name of its folder.
   */
  name: string;
  /**
   * What is not as expected; empty where the case holds.
   *
   * Items: Difference.
   */
  differences: string[];
}
