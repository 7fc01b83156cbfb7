import type { RecordFault } from '../diagnostics.js';

/** Values of a record's fields as text, by name, in the order of the feed; null for none. */
export type RecordFields = Readonly<Record<string, string | null>>;

/** What a decoder made of some bytes: fields, a fault, or nothing, as of a message that is no record. */
export type DecodedFields = { fields: RecordFields } | { fault: RecordFault } | { nothing: true };

/** A record of a delivery, found again by its offset. */
export type DecodedRecord = {
  line: number;
  byte_offset: number;
  /** Its bytes in the delivery's text as UTF-8; null where its format or its length leaves none to take. */
  raw: Buffer | null;
  original: DecodedFields;
  /** The record that is to stand in its place, decoded as it would have been there; null without one. */
  replacement: DecodedFields | null;
};
