// Generated from schemas/feed-spec.schema.json by npm run generate; do not edit.

/**
 * Fields that identify a record within the feed and trade date.
 *
 * @minItems 1
 */
export type Key = [string, ...string[]];

/**
 * feed.yaml: what a broker's file looks like and what becomes of it.
 */
export interface FeedSpec {
  /**
   * Name of the feed and of its folder.
   */
  feed: string;
  /**
   * Raised with every change.
   */
  version: number;
  /**
   * Who sends it, as an IMID.
   */
  broker: string;
  /**
   * Name of the files; {trade_date} stands for yyyyMMdd, {trade-date} for yyyy-MM-dd, {sequence} for digits.
   */
  file: string;
  /**
   * When it is due.
   */
  arrives: {
    /**
     * Time of day.
     */
    by: string;
    /**
     * Time zone of the market; it also decides where a trade date begins and ends.
     */
    zone: string;
    /**
     * Trading calendar.
     */
    calendar?: string;
  };
  /**
   * How bytes become records.
   */
  format: {
    /**
     * Format.
     */
    type: 'delimited' | 'fixed-width' | 'json-lines' | 'fix' | 'parquet';
    /**
     * Character between the fields of a delimited record.
     */
    delimiter?: string;
    /**
     * Whether fields may stand in double quotes, doubled inside; default none.
     */
    quote?: 'none' | '"';
    /**
     * Whether a delimited file names its columns on its first line.
     */
    header?: boolean;
    /**
     * Columns of a fixed-width record.
     */
    width?: number;
    /**
     * What ends a FIX field; default SOH. A log may show it as another character or in several, such as ^A.
     */
    separator?: string;
    /**
     * What stands before 8= of a FIX message in a log: true for any text, or a regular expression (RE2) of all of it, whose named groups fields may take.
     */
    log_prefix?: string | true;
    /**
     * Where a FIX message ends: lines at the end of its line (default), messages after its CheckSum, wherever lines end.
     */
    framing?: 'lines' | 'messages';
    /**
     * Compression.
     */
    compression: 'none' | 'gzip';
    /**
     * Encoding.
     */
    encoding: 'utf-8';
    /**
     * How decimal and integer columns write numbers where it is not plain: -1234.5. Anything else is a fault, never guessed.
     */
    numbers?: {
      /**
       * Mark before the decimals; default a point.
       */
      decimal?: '.' | ',';
      /**
       * Mark between groups of three digits; a number has all of its marks or none.
       */
      thousands?: ',' | '.' | "'" | ' ' | '_' | ' ' | '’' | ' ';
      /**
       * Where a plus or minus stands; default: a minus in front only.
       */
      sign?: 'leading' | 'trailing' | 'either';
      /**
       * Whether (12.5) is -12.5; default false.
       */
      parentheses?: boolean;
      /**
       * Whether 1.25e2 is 125; default false.
       */
      exponent?: boolean;
    };
  };
  /**
   * First line of the file, before any column names.
   */
  header?: {
    /**
     * Regular expression of the whole line (RE2). Named groups trade_date (yyyyMMdd), count and sum are checked.
     */
    match: string;
    /**
     * Field whose exact sum the group sum declares.
     */
    sum_of?: string;
  };
  /**
   * Last line of the file.
   */
  trailer?: {
    /**
     * Regular expression of the whole line (RE2). Named groups trade_date (yyyyMMdd), count and sum are checked.
     */
    match: string;
    /**
     * Field whose exact sum the group sum declares.
     */
    sum_of?: string;
  };
  /**
   * Messages that are no records, such as FIX session messages; they are counted.
   */
  ignore?: {
    /**
     * Field.
     */
    field: string;
    /**
     * Values.
     *
     * @minItems 1
     */
    values: [string, ...string[]];
  };
  /**
   * Repeating groups of FIX messages; tags of a group that is not declared are read as if they stood outside groups.
   *
   * @minItems 1
   */
  groups?: [FixGroup, ...FixGroup[]];
  /**
   * Data tag → tag that gives its length in bytes, beside those of the FIX standard; the value may hold any byte.
   */
  data?: {
    /**
     * Length tag.
     */
    [k: string]: number;
  };
  /**
   * by-key (default): a FIX message with PossDupFlag (43) Y counts with its OrigSendingTime (122), so that the key finds what it repeats, and one with PossResend (97) Y is refused where the key holds MsgSeqNum (34). as-sent: both are read as any other message.
   */
  resends?: 'by-key' | 'as-sent';
  /**
   * Fields of a record in order; default: the properties of the record schema.
   *
   * @minItems 1
   */
  fields?: [
    (
      | string
      | {
          /**
           * Name by which the mapping and the record schema know it.
           */
          name: string;
          /**
           * FIX tag.
           */
          tag?: number;
          /**
           * First column of a fixed-width field, from 1.
           */
          start?: number;
          /**
           * Columns of a fixed-width field.
           */
          width?: number;
          /**
           * JSON pointer of a nested value; default: the name at the top.
           */
          pointer?: string;
          /**
           * Where in repeating groups the FIX tag stands, from the outermost group inwards; without it outside all groups.
           */
          in?: GroupStep | [GroupStep, ...GroupStep[]];
          /**
           * Named group of the FIX log_prefix that holds the value, instead of a tag.
           */
          prefix?: string;
          /**
           * Name of a Parquet column; default: the field's.
           */
          column?: string;
          /**
           * Type of a Parquet column as the database names it, VARCHAR without; binary floating point is refused, because it holds no exact price. Instants arrive as epoch-ns.
           */
          type?: string;
        }
    ),
    ...(
      | string
      | {
          /**
           * Name by which the mapping and the record schema know it.
           */
          name: string;
          /**
           * FIX tag.
           */
          tag?: number;
          /**
           * First column of a fixed-width field, from 1.
           */
          start?: number;
          /**
           * Columns of a fixed-width field.
           */
          width?: number;
          /**
           * JSON pointer of a nested value; default: the name at the top.
           */
          pointer?: string;
          /**
           * Where in repeating groups the FIX tag stands, from the outermost group inwards; without it outside all groups.
           */
          in?: GroupStep | [GroupStep, ...GroupStep[]];
          /**
           * Named group of the FIX log_prefix that holds the value, instead of a tag.
           */
          prefix?: string;
          /**
           * Name of a Parquet column; default: the field's.
           */
          column?: string;
          /**
           * Type of a Parquet column as the database names it, VARCHAR without; binary floating point is refused, because it holds no exact price. Instants arrive as epoch-ns.
           */
          type?: string;
        }
    )[]
  ];
  when?: When;
  /**
   * Path of the record schema, from the folder of this file.
   */
  record: string;
  key: Key;
  /**
   * delivery: every event belongs to the trade date of the file (default); event: each to the date it happened.
   */
  trade_date?: 'delivery' | 'event';
  /**
   * Canonical dataset.
   */
  to: string;
  map: Map;
  /**
   * Rules for records of other types in the same file.
   *
   * @minItems 1
   *
   * Items: Rules for the records of one type.
   */
  also?: [
    {
      when: When;
      /**
       * Path of the record schema, from the folder of this file.
       */
      record: string;
      key: Key;
      /**
       * Canonical dataset.
       */
      to: string;
      map: Map;
    },
    ...{
      when: When;
      /**
       * Path of the record schema, from the folder of this file.
       */
      record: string;
      key: Key;
      /**
       * Canonical dataset.
       */
      to: string;
      map: Map;
    }[]
  ];
}
/**
 * One repeating group.
 */
export interface FixGroup {
  /**
   * Tag that counts the entries, such as 453 NoPartyIDs.
   */
  count: number;
  /**
   * Tag with which every entry begins, such as 448 PartyID.
   */
  first: number;
  /**
   * Other tags of an entry, in any order.
   *
   * @minItems 1
   *
   * Items: Tag.
   */
  members?: [number, ...number[]];
  /**
   * Groups within an entry.
   *
   * @minItems 1
   */
  groups?: [FixGroup, ...FixGroup[]];
}
/**
 * One step into a repeating group: exactly one of index and where says which entry.
 */
export interface GroupStep {
  /**
   * Tag that counts the group's entries, such as 453.
   */
  group: number;
  /**
   * Number of the entry, from 1; an entry that is not there has no value.
   */
  index?: number;
  /**
   * Tag of the entry → value that it must have; two such entries are a fault.
   */
  where?: {
    [k: string]: string;
  };
}
/**
 * Which records these rules are for; without it all are. Every record must belong to one type.
 */
export interface When {
  /**
   * Field that holds the record type.
   */
  field: string;
  /**
   * Types.
   *
   * @minItems 1
   */
  values: [string, ...string[]];
}
/**
 * Canonical column → where it comes from.
 */
export interface Map {
  [k: string]:
    | string
    | {
        /**
         * Field; several are joined, and one empty field makes the whole empty.
         */
        from?: string | [string, ...string[]];
        /**
         * Text between the fields of from; default one space.
         */
        join?: string;
        /**
         * Fields; the first that is not empty.
         *
         * @minItems 1
         */
        first?: [string, ...string[]];
        /**
         * The same value on every record.
         */
        constant?: string;
        /**
         * Scalar DuckDB expression over the fields, all of which are text; field names are bare or in double quotes. Only deterministic functions, no floats.
         */
        expression?: string;
        /**
         * Value received → canonical value; a value that is not listed is rejected unless otherwise says more.
         */
        values?: {
          [k: string]: string;
        };
        /**
         * What becomes of a value that values or lookup does not know: keep it, null, or reject the record (default).
         */
        otherwise?: 'reject' | 'keep' | null;
        /**
         * Power of ten by which an integer is multiplied: -4 turns 125000 into 12.5, 2 turns 3 into 300.
         */
        scale?: number;
        /**
         * Whether the last digit carries the sign as on mainframes: {ABCDEFGHI for +0 to +9, }JKLMNOPQR for -0 to -9; a plain digit is positive.
         */
        overpunch?: boolean;
        /**
         * Turns a symbol's suffix into the canonical one (NASDAQ integrated: BRK.A, ABR-D, BAC+A).
         */
        symbology?: {
          /**
           * How the feed writes suffixes. nasdaq: BRK.A, ABR-D; cqs: BRK/A or BRK.A, ABRpD; cms: BRK A, ABR PRD.
           */
          from: 'nasdaq' | 'cqs' | 'cms';
        };
        /**
         * Takes a column of reference data of the delivery's trade date, from the one row whose column by is the value.
         */
        lookup?: {
          /**
           * Canonical dataset of reference data, such as instruments.
           */
          dataset: string;
          /**
           * Its column that holds the value received.
           */
          by: string;
          /**
           * Its column that becomes the canonical value.
           */
          take: string;
        };
        /**
         * Characters removed before conversion, such as a currency sign.
         */
        strip?: string;
        /**
         * Value that stands for no value.
         */
        empty?: string;
        /**
         * Forms tried in turn. Civil: yyyy MM M MMM dd d HH H hh h a mm ss s, n for fractional digits (one to as many as there are n), Z for an offset (Z, +hh:mm, +hhmm) that counts instead of the zone; other letters in single quotes, T without. Elapsed: epoch-s, epoch-ms, epoch-us, epoch-ns, midnight-s, midnight-ms, midnight-us, midnight-ns, with decimals down to the nanosecond.
         */
        timestamp?: string | [string, ...string[]];
        /**
         * Time zone of the timestamp, such as America/New_York; needed unless every form is epoch or has an offset.
         */
        zone?: string;
        /**
         * Which of the two instants a time in the repeated hour of autumn is: the earlier, the later, or none (reject, default). A choice is counted and reported.
         */
        overlap?: 'earlier' | 'later' | 'reject';
        /**
         * Date of a time of day: delivery for the trade date of the delivery, or another field and its form.
         */
        date?:
          | 'delivery'
          | {
              /**
               * Field.
               */
              from: string;
              /**
               * Form of the date, such as yyyyMMdd.
               */
              form: string;
            };
        /**
         * Must say day where the form has no time of day; such events stand at local midnight.
         */
        precision?: 'day';
      };
}
