/**
 * A stretch of one delivery, at most some tens of megabytes, that is checked and written apart from the others.
 *
 * `lines`: the text as it stands, each line one record, which the database splits itself. `framed`: a framed file of
 * records that a decoder wrote. `parquet`: rows of a Parquet file, of which each is one record. The stretches of a delivery are in its order and commit together.
 */
export type Segment = {
  kind: 'lines' | 'framed' | 'parquet';
  path: string;
  /** Names of the fields in their order. */
  columns: readonly string[];
  /** Between two fields. */
  delimiter: string;
  /** Whether any field of a framed file stands in quotes. */
  quoted: boolean;
  /** What ends each line of text. */
  line_end: '\n' | '\r\n';
  /** Number, from 1, and byte offset, from 0, of the first line of text, or of the first row, where an offset counts
   * rows; framed records carry their own. */
  first_line: number;
  first_offset: number;
  records: number;
};
