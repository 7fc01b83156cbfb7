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
   * Name of the feed and of its folder; canary is the partition of injected abuse.
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
   * Name of the files; {trade_date} stands for yyyyMMdd, {trade-date} for yyyy-MM-dd, {sequence} and {part} for digits.
   */
  file: string;
  /**
   * What is due, and when.
   */
  arrives: {
    /**
     * Latest time of arrival, inclusive: a time of day on the trade date, or on the n-th session after it, as in T+1 08:00.
     */
    by: string;
    /**
     * The same for trade dates on which the market closes early; by without it.
     */
    early_close_by?: string;
    /**
     * Time zone of the market; it also decides where a trade date begins and ends.
     */
    zone: string;
    /**
     * daily: the day is not whole without a delivery (default); on-request: a delivery may come or not.
     */
    due?: 'daily' | 'on-request';
    /**
     * Trading calendar: nothing is due on a day without a session, and sessions are counted by it. Without one every day of the week is a session.
     */
    calendar?: string;
    /**
     * Files that make a day whole, told apart by {part} or {sequence}; {part} then counts from 1 to this. Without it one is enough, and parts must be there up to the highest.
     */
    files?: number;
    /**
     * What {sequence} counts: daily from 1 on every trade date, continuous on from the trade date before; a number that is left out is a gap. Without it the digits mean nothing.
     */
    sequence?: 'daily' | 'continuous';
    /**
     * Records below which a file is short; 1 without.
     */
    min_records?: number;
    /**
     * allowed: a file without a record is a whole delivery; refused (default): the broker has to send it again.
     */
    empty?: 'refused' | 'allowed';
    /**
     * What another file of the same trade date with the same name, or the same but for its {sequence}, means. adds: its records are added, those known already are duplicates (default); replaces: it takes the place of the earlier one as a whole, and one with a lower sequence than that which stands is refused.
     */
    resent?: 'adds' | 'replaces';
  };
  /**
   * How bytes become records.
   */
  format: {
    /**
     * Format.
     */
    type:
      | 'delimited'
      | 'fixed-width'
      | 'json-lines'
      | 'json-array'
      | 'json-concatenated'
      | 'fix'
      | 'xml'
      | 'parquet';
    /**
     * Between the fields of a delimited record: one to eight characters.
     */
    delimiter?: string;
    /**
     * Character that fields of a delimited record may stand in, an ASCII sign, or none (default).
     */
    quote?: string;
    /**
     * How a quote stands inside quotes: doubled (default), or after a backslash, which then makes any next character stand for itself, outside quotes too.
     */
    escape?: 'doubled' | 'backslash';
    /**
     * Whether quoted fields may hold line ends. A quote that is never closed costs its own line only.
     */
    multiline?: boolean;
    /**
     * Whether a delimited file has a line of column names: true, the columns are found by their names; position, the line is there, only the number of its names counts; default false.
     */
    header?: true | false | 'position';
    /**
     * Lines at the top of the file that are passed over; they count as control lines.
     */
    preamble?: number;
    /**
     * Lines that begin with this are passed over; they count as control lines.
     */
    comment?: string;
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
    /**
     * Columns of a fixed-width line.
     */
    width?: number;
    /**
     * Whether a fixed-width line may lack blanks at its end, as mail gateways cut them; default false.
     */
    pad?: boolean;
    /**
     * Lines that make one fixed-width record; default 1. Each carries its number at the columns of sequence.
     */
    lines?: number;
    /**
     * Columns in which a line carries its number within the record, from 1.
     */
    sequence?: {
      /**
       * First column, from 1.
       */
      start: number;
      /**
       * Columns.
       */
      width: number;
    };
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
     * Where the records stand. JSON array: JSON pointer of the array inside the document (RFC 6901); default: the document is the array. XML: absolute path of the record element, such as /Document/Rpt/Tx; several where records are of several kinds.
     */
    record?: string | [string, ...string[]];
    /**
     * URI of the XML namespace that every element on a path belongs to; default: namespaces are ignored and names are compared without their prefix.
     */
    namespace?: string;
    /**
     * Whether white space around the text of an XML element or attribute is removed; default false.
     */
    trim?: boolean;
    /**
     * Compression of the file as it is delivered; decided by this word, never by the name of the file. gzip, zstd and bzip2 may come in several members, frames or streams; a zip archive holds exactly one file.
     */
    compression: 'none' | 'gzip' | 'zstd' | 'zip' | 'bzip2';
    /**
     * Encoding of the text once decompressed. utf-16 needs a byte-order mark; utf-16le and utf-16be may have one. latin-1 is ISO 8859-1. Byte offsets count bytes of the text as UTF-8.
     */
    encoding: 'utf-8' | 'latin-1' | 'utf-16' | 'utf-16le' | 'utf-16be';
  };
  /**
   * Where reading a file stops, so that a bomb fills neither memory nor disk. The defaults suit real files; raise one only for a feed that needs it.
   */
  limits?: {
    /**
     * Bytes of the decompressed file; default 107374182400 (100 GiB).
     */
    bytes?: number;
    /**
     * Decompressed bytes per byte received, looked at after the first 16 MiB; default 200.
     */
    ratio?: number;
    /**
     * Entries of a zip archive, folders included; exactly one is a file; default 1.
     */
    entries?: number;
  };
  /**
   * First line of the file, before any column names; or control values that stand in a document around its records.
   */
  header?: {
    /**
     * Regular expression of the whole line (RE2); delimiters or blanks that pad the line may be left out. Named groups trade_date (yyyyMMdd), count and sum are checked.
     */
    match?: string;
    /**
     * Control values of a document: JSON pointers, or absolute XML paths, of single values outside the records.
     */
    paths?: {
      /**
       * Trade date, yyyyMMdd or yyyy-MM-dd.
       */
      trade_date?: string;
      /**
       * Number of records.
       */
      count?: string;
      /**
       * Exact sum of the field sum_of.
       */
      sum?: string;
    };
    /**
     * Field whose exact sum the group or path sum declares.
     */
    sum_of?: string;
    /**
     * Field → named group that declares its exact sum, where there are several.
     */
    sums?: {
      [k: string]: string;
    };
  };
  /**
   * Last line of the file; or control values that stand in a document around its records.
   */
  trailer?: {
    /**
     * Regular expression of the whole line (RE2); delimiters or blanks that pad the line may be left out. Named groups trade_date (yyyyMMdd), count, batches (their number) and sum are checked.
     */
    match?: string;
    /**
     * Control values of a document: JSON pointers, or absolute XML paths, of single values outside the records.
     */
    paths?: {
      /**
       * Trade date, yyyyMMdd or yyyy-MM-dd.
       */
      trade_date?: string;
      /**
       * Number of records.
       */
      count?: string;
      /**
       * Exact sum of the field sum_of.
       */
      sum?: string;
    };
    /**
     * Field whose exact sum the group or path sum declares.
     */
    sum_of?: string;
    /**
     * Field → named group that declares its exact sum, where there are several.
     */
    sums?: {
      [k: string]: string;
    };
  };
  /**
   * Batches within the file, each with a line before its records and mostly one after them.
   */
  batch?: {
    /**
     * Line before the records of a batch.
     */
    header: {
      /**
       * Regular expression of the whole line (RE2), as for the trailer. Named groups count and sum are checked over the records of the batch.
       */
      match: string;
      /**
       * Field whose exact sum over the batch the group sum declares.
       */
      sum_of?: string;
      /**
       * Field → named group that declares its exact sum, where there are several.
       */
      sums?: {
        [k: string]: string;
      };
    };
    /**
     * Line after the records of a batch.
     */
    trailer?: {
      /**
       * Regular expression of the whole line (RE2), as for the trailer. Named groups count and sum are checked over the records of the batch.
       */
      match: string;
      /**
       * Field whose exact sum over the batch the group sum declares.
       */
      sum_of?: string;
      /**
       * Field → named group that declares its exact sum, where there are several.
       */
      sums?: {
        [k: string]: string;
      };
    };
    /**
     * Field → named group of the batch header: fields that every record of the batch gets from it.
     */
    carry?: {
      [k: string]: string;
    };
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
           * Line of a record of several fixed-width lines, from 1 (default).
           */
          line?: number;
          /**
           * JSON pointer of a nested value; default: the name at the top.
           */
          pointer?: string;
          /**
           * Path of an XML value from the record element: children, then @attribute or the element's own text; . is the record element itself, local-name() its name, ../local-name() that of the element around it. A path that begins with / is that of an element around or before the record.
           */
          path?: string;
          /**
           * What becomes of an XML value that stands several times in a record: the first counts, or all are joined by one space; default: a fault.
           */
          repeat?: 'first' | 'joined';
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
           * Line of a record of several fixed-width lines, from 1 (default).
           */
          line?: number;
          /**
           * JSON pointer of a nested value; default: the name at the top.
           */
          pointer?: string;
          /**
           * Path of an XML value from the record element: children, then @attribute or the element's own text; . is the record element itself, local-name() its name, ../local-name() that of the element around it. A path that begins with / is that of an element around or before the record.
           */
          path?: string;
          /**
           * What becomes of an XML value that stands several times in a record: the first counts, or all are joined by one space; default: a fault.
           */
          repeat?: 'first' | 'joined';
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
  /**
   * Columns of a delimited file in versions of its layout; the first that fits the trade date and the number of columns is taken.
   *
   * @minItems 1
   *
   * Items: One version of the layout.
   */
  layouts?: [
    {
      /**
       * Last trade date of files in this layout, yyyy-MM-dd; default: no end.
       */
      until?: string;
      /**
       * Number of columns by which this layout is known from its header or first record; default: any.
       */
      columns?: number;
      /**
       * Fields in their order.
       *
       * @minItems 1
       */
      fields: [string, ...string[]];
    },
    ...{
      /**
       * Last trade date of files in this layout, yyyy-MM-dd; default: no end.
       */
      until?: string;
      /**
       * Number of columns by which this layout is known from its header or first record; default: any.
       */
      columns?: number;
      /**
       * Fields in their order.
       *
       * @minItems 1
       */
      fields: [string, ...string[]];
    }[]
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
   * Records that replace or take away a record which was delivered before, in this file or an earlier one. Without it a key that comes again with other content is a fault.
   */
  corrections?: {
    /**
     * Field → its values → what such a record does. Of several fields the first one with a listed value decides; a record without any is new.
     */
    action: {
      /**
       * Values of the field. new: the record stands beside all others; replace: it takes the place of the record that it names, which must stand; replace-or-add: it does so, and stands alone where none does; delete: the record that it names goes, and it needs no more than to name it.
       */
      [k: string]: {
        [k: string]: 'new' | 'replace' | 'replace-or-add' | 'delete';
      };
    };
    /**
     * Fields that name the record which is replaced or deleted, in the order of key; default: the key itself. Where types of records have keys of their own, it names one of the first type, and records that correct are of that type.
     *
     * @minItems 1
     */
    target?: [string, ...string[]];
    /**
     * Where trade_date is event: how many days before the trade date of the file the record may lie that is named, from 0; default 7. Otherwise it lies on the trade date of the file.
     */
    within?: number;
  };
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
