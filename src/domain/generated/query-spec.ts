// Generated from schemas/query-spec.schema.json by npm run generate; do not edit.

/**
 * query.yaml: one predefined query.
 */
export interface QuerySpec {
  /**
   * Folder name; stable for ever.
   */
  id: string;
  /**
   * Raised with every change of SQL or settings.
   */
  version: number;
  /**
   * Title.
   */
  title: string;
  /**
   * What it answers, in two sentences.
   */
  question: string;
  /**
   * Rules.
   *
   * @minItems 1
   *
   * Items: Rule.
   */
  cites: [string, ...string[]];
  /**
   * Workload class.
   */
  workload: 'predefined';
  /**
   * Datasets and the columns read of each; without one of them the answer is inconclusive.
   */
  reads: {
    /**
     * Columns.
     *
     * @minItems 1
     *
     * Items: Column.
     */
    [k: string]: [string, ...string[]];
  };
  /**
   * Datasets and columns that sharpen the answer when they are there; where one is absent it is empty.
   */
  reads_if_present?: {
    /**
     * Columns.
     *
     * @minItems 1
     *
     * Items: Column.
     */
    [k: string]: [string, ...string[]];
  };
  /**
   * Settings by name; named parameters of the SQL.
   */
  settings: {
    /**
     * One setting.
     */
    [k: string]: {
      /**
       * Type and unit: duration in ns, count, quantity in shares, ratio, price.
       */
      type: 'duration' | 'count' | 'quantity' | 'ratio' | 'price';
      /**
       * Default; durations as 10s, 250ms, 1ns, 5m, 1h, 1d; numbers as plain decimals.
       */
      default: string;
      /**
       * Least value allowed, inclusive.
       */
      min?: string;
      /**
       * Greatest value allowed, inclusive.
       */
      max?: string;
      /**
       * What it decides, in one sentence.
       */
      meaning: string;
      /**
       * Where the default comes from: proposed, or a citation.
       */
      source: string;
    };
  };
  /**
   * Columns of a row in the order in which they are shown, by name.
   */
  columns: {
    [k: string]: QueryColumn;
  };
  /**
   * Columns that tell one row from every other.
   *
   * @minItems 1
   *
   * Items: Column.
   */
  key: [string, ...string[]];
  /**
   * What comes first; rows alike in it are in the order of the key. Nulls come last.
   */
  order?: QueryOrder[];
  /**
   * What its figures leave out or confuse, a sentence each.
   *
   * @minItems 1
   *
   * Items: Limit.
   */
  cannot_see: [string, ...string[]];
}
/**
 * One column.
 */
export interface QueryColumn {
  /**
   * text; whole: a whole number; decimal: an exact decimal number.
   */
  type: 'text' | 'whole' | 'decimal';
  /**
   * Unit.
   */
  unit: string;
  /**
   * What the value says.
   */
  meaning: string;
  /**
   * The column is none of query.sql but the first of these two columns divided by the second, cut to six decimals; null where the second is 0.
   *
   * @minItems 2
   * @maxItems 2
   *
   * Items: Column.
   */
  ratio_of?: [string, string];
}
/**
 * One column of the order.
 */
export interface QueryOrder {
  /**
   * Column.
   */
  column: string;
  /**
   * Largest first.
   */
  descending?: boolean;
}
