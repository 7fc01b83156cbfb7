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
