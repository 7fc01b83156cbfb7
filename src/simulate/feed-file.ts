/** One file of one feed: what it is called and the lines in it. */
export type FeedFile = {
  readonly feed: string;
  readonly name: string;
  readonly is_gzipped: boolean;
  /** Data records, without header, trailer and session messages. */
  readonly records: number;
  /** Every line with its line end. */
  readonly lines: Iterable<string>;
};

/** One file of one feed that is no text but a table: Parquet. */
export type FeedTable = {
  readonly feed: string;
  readonly name: string;
  readonly records: number;
  /** Names and DuckDB types, in order. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Values in order of the columns, as text that their type takes. */
  readonly rows: Iterable<readonly (string | null)[]>;
};

/** What lies in the folder of deliveries. */
export type DeliveryFile = FeedFile | FeedTable;

/** Writes a table as Parquet to a path, the same bytes for the same rows. */
export type WriteTable = (target: string, table: Pick<FeedTable, 'columns' | 'rows'>) => Promise<void>;
