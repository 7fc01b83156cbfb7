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
    type: 'delimited' | 'fixed-width' | 'json-lines' | 'json-array' | 'json-concatenated' | 'fix' | 'xml';
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
     * Character that ends a FIX field; default SOH.
     */
    separator?: string;
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
     * Compression.
     */
    compression: 'none' | 'gzip';
    /**
     * Encoding.
     */
    encoding: 'utf-8';
  };
  /**
   * First line of the file, before any column names; or control values that stand in a document around its records.
   */
  header?: {
    /**
     * Regular expression of the whole line (RE2). Named groups trade_date (yyyyMMdd), count and sum are checked.
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
  };
  /**
   * Last line of the file; or control values that stand in a document around its records.
   */
  trailer?: {
    /**
     * Regular expression of the whole line (RE2). Named groups trade_date (yyyyMMdd), count and sum are checked.
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
           * Path of an XML value from the record element: children, then @attribute or the element's own text; . is the record element itself, local-name() its name, ../local-name() that of the element around it. A path that begins with / is that of an element around or before the record.
           */
          path?: string;
          /**
           * What becomes of an XML value that stands several times in a record: the first counts, or all are joined by one space; default: a fault.
           */
          repeat?: 'first' | 'joined';
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
           * Path of an XML value from the record element: children, then @attribute or the element's own text; . is the record element itself, local-name() its name, ../local-name() that of the element around it. A path that begins with / is that of an element around or before the record.
           */
          path?: string;
          /**
           * What becomes of an XML value that stands several times in a record: the first counts, or all are joined by one space; default: a fault.
           */
          repeat?: 'first' | 'joined';
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
         * Field; several are joined by one space, and one empty field makes the whole empty.
         */
        from?: string | [string, ...string[]];
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
         * Value received → canonical value; a value that is not listed is rejected.
         */
        values?: {
          [k: string]: string;
        };
        /**
         * Power of ten by which an integer is multiplied: -4 turns 125000 into 12.5.
         */
        scale?: number;
        /**
         * Characters removed before conversion, such as a currency sign.
         */
        strip?: string;
        /**
         * Value that stands for no value.
         */
        empty?: string;
        /**
         * Forms tried in turn: yyyy MM dd HH mm ss and n for fractional digits (one to as many as there are n), or epoch-ns.
         */
        timestamp?: string | [string, ...string[]];
        /**
         * Time zone of the timestamp, such as America/New_York.
         */
        zone?: string;
        /**
         * Must say day where the form has no time of day; such events stand at local midnight.
         */
        precision?: 'day';
      };
}
