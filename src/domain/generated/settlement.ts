// Generated from schemas/settlement.schema.json by npm run generate; do not edit.

/**
 * Control totals that were checked, as text.
 */
export type Control = ControlTotal[];
/**
 * What rules of the feed decided where the broker's data left it open; absent in manifests of version 0.1.0.
 *
 * Items: One decision.
 */
export type Notices = {
  /**
   * Stable code.
   */
  code: string;
  /**
   * The decision in one sentence.
   */
  message: string;
  /**
   * Valid records that it is about.
   */
  records: number;
}[];
/**
 * Canonical data files.
 */
export type Files = DataFile[];
/**
 * Data files of entries before that are not read any more from here on; they stay in the store.
 */
export type Supersedes = SupersededFile[];

/**
 * What a delivery comes to beside what stood when it was read: everything is in the store, nothing is visible before an entry of the feed's chain names it.
 */
export interface SettlementDocument {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Feed.
   */
  feed: string;
  /**
   * Name of the file.
   */
  file: string;
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * When it was received, nanoseconds since 1970 UTC.
   */
  received_at_ns: string;
  /**
   * Its bytes as received.
   */
  raw: {
    /**
     * Their hash.
     */
    sha256: string;
    /**
     * How many.
     */
    bytes: number;
    /**
     * Key in the lake.
     */
    key: string;
    /**
     * What became of their put.
     */
    put: {
      /**
       * Whether they were there before.
       */
      outcome: 'stored' | 'taken';
      /**
       * The store's name of the request.
       */
      request_id: string | null;
      /**
       * The store's name of the version.
       */
      version_id: string | null;
    };
  };
  /**
   * What it becomes; null where it was refused before it was read.
   */
  commit_id: string | null;
  /**
   * Entries of the feed's chain that it was settled beside.
   */
  read_at: number;
  /**
   * Hashes of the deliveries whose place it takes.
   */
  replaces: string[];
  /**
   * Null where it was not read, because its commit stands already or it is refused by its name or by what it looks up.
   */
  settled:
    | null
    | {
        published: PublishedSettlement;
      }
    | {
        refused: RefusedSettlement;
      };
  /**
   * Hashes of its keys by dataset, eight bytes each in base64; null where they are too many to be known.
   */
  keys: {
    [k: string]: string | null;
  };
}
/**
 * What is in the store, ready to be named by an entry.
 */
export interface PublishedSettlement {
  totals: Totals;
  control: Control;
  notices: Notices;
  files: Files;
  /**
   * Quarantine file; null when nothing was rejected.
   */
  quarantine: null | QuarantineFile;
  corrections?: Corrections;
  supersedes?: Supersedes;
  /**
   * What its corrections did to rows of other deliveries.
   */
  restated?: {
    /**
     * Rows replaced.
     */
    replaced: number;
    /**
     * Rows deleted.
     */
    deleted: number;
  };
}
/**
 * What became of every record: read = accepted + rejected + duplicates. Control lines and declared session messages are no records.
 */
export interface Totals {
  /**
   * Records in the delivery.
   */
  read: number;
  /**
   * Records that became canonical rows, or replaced or deleted others; corrections of the manifest counts those that became no row.
   */
  accepted: number;
  /**
   * Records in the quarantine.
   */
  rejected: number;
  /**
   * Records equal to an earlier one, in this delivery or in one published before.
   */
  duplicates: number;
  /**
   * Messages that the feed declares to be no records, such as FIX session messages.
   */
  ignored: number;
  /**
   * Header, trailer and column-name lines.
   */
  control_lines: number;
  /**
   * Bytes of the decompressed delivery, all of them accounted for by lines.
   */
  bytes: number;
}
/**
 * One control total.
 */
export interface ControlTotal {
  /**
   * What was checked.
   */
  name: string;
  /**
   * Value in the file.
   */
  declared: string;
  /**
   * Value counted.
   */
  counted: string;
}
/**
 * One immutable Parquet file.
 */
export interface DataFile {
  /**
   * Canonical dataset.
   */
  dataset: string;
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
  /**
   * Size.
   */
  bytes: number;
  /**
   * Rows.
   */
  rows: number;
  /**
   * Trade date of its rows.
   */
  trade_date: string;
  /**
   * Key of the superseded file of another delivery whose standing rows this file holds; absent on files of the delivery's own rows.
   */
  rewrites?: string;
  put?: PutReceipt;
}
/**
 * By which the store's own log names the write; absent where the store keeps none or the object was there before.
 */
export interface PutReceipt {
  /**
   * Request.
   */
  request_id: string | null;
  /**
   * Version of the object.
   */
  version_id: string | null;
}
/**
 * One immutable Parquet file.
 */
export interface QuarantineFile {
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
  /**
   * Size.
   */
  bytes: number;
  /**
   * Faults that the file holds, the first ones of the delivery.
   */
  rows: number;
  /**
   * Rejected records that these faults are of; fewer than were rejected where the file was cut.
   */
  records: number;
  put?: PutReceipt1;
}
/**
 * By which the store's own log names the write; absent where the store keeps none or the object was there before.
 */
export interface PutReceipt1 {
  /**
   * Request.
   */
  request_id: string | null;
  /**
   * Version of the object.
   */
  version_id: string | null;
}
/**
 * What its records corrected, and what was said of the records concerned, to be held against later deliveries. Rows of its own files = accepted - deleting - superseded. Absent where nothing was corrected.
 */
export interface Corrections {
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
  /**
   * Size.
   */
  bytes: number;
  /**
   * Statements that the file holds.
   */
  rows: number;
  /**
   * Accepted records that took the place of another.
   */
  replacing: number;
  /**
   * Accepted records that took another away and became no row.
   */
  deleting: number;
  /**
   * Accepted records that became no row because a later record of the same delivery replaced or deleted them.
   */
  superseded: number;
  put?: PutReceipt2;
}
/**
 * By which the store's own log names the write; absent where the store keeps none or the object was there before.
 */
export interface PutReceipt2 {
  /**
   * Request.
   */
  request_id: string | null;
  /**
   * Version of the object.
   */
  version_id: string | null;
}
/**
 * One data file.
 */
export interface SupersededFile {
  /**
   * Key in the store.
   */
  key: string;
  /**
   * Hash of the file.
   */
  sha256: string;
}
/**
 * Why nothing of it is published.
 */
export interface RefusedSettlement {
  totals: Totals | null;
  /**
   * Faults of the delivery.
   *
   * Items: One diagnostic.
   */
  faults: {
    /**
     * Its code.
     */
    code: string;
    /**
     * Its severity.
     */
    severity?: string;
    /**
     * Where.
     */
    at: {};
    /**
     * What is known of it, by its code.
     */
    data: {};
  }[];
  /**
   * Some of its rejected records.
   *
   * Items: One diagnostic.
   */
  examples: {
    /**
     * Its code.
     */
    code: string;
    /**
     * Its severity.
     */
    severity?: string;
    /**
     * Where.
     */
    at: {};
    /**
     * What is known of it, by its code.
     */
    data: {};
  }[];
}
