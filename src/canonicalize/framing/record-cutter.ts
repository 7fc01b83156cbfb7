import type { DeliveryFault } from '../diagnostics.js';

/** One physical record in a shared buffer: bytes `start` (inclusive) to `end` (exclusive), without what ends it. */
export type CutRecord = {
  buffer: Buffer;
  start: number;
  end: number;
  /** Number of the line in the file on which it begins, from 1. */
  number: number;
  /** Offset of its first byte in the file, from 0. */
  offset: number;
  /** Length of its text in the file, where the bytes are values that were read from it; absent where they are the text. */
  text_bytes?: number;
};

/** What takes the records, in the order of the file. */
export type RecordSink = {
  /** A record with text. `last` is true when nothing but blanks follows. The buffer is reused after the call. */
  record(record: CutRecord, last: boolean): void;
  /** A blank record that is followed by another one. */
  blank(record: { number: number; offset: number }): void;
  /** A record longer than the limit; its text is gone. */
  oversized(record: { number: number; offset: number; bytes: number }): void;
  /** The file as a whole cannot be cut: nothing that follows is handed on. */
  refuse(fault: DeliveryFault): void;
};

/** What takes the records of a document, which may hold control values around them. */
export type DocumentSink = RecordSink & {
  /** Control values that a document holds around its records, by name; at most once for each part, after the records. */
  control(part: 'header' | 'trailer', values: { line: number; groups: ReadonlyMap<string, string> }): void;
};

/** Cuts a stream of bytes into physical records, whatever they hold, so that one bad record stays one bad record. */
export type RecordCutter = {
  /** Takes the next bytes of the file. */
  push(chunk: Buffer): void;
  /** Ends the file: hands on what is left. */
  end(): void;
  /** Records seen so far, blank and oversized ones included: each goes to the sink once, or is a trailing blank. */
  readonly records: number;
  /** Number of the last line seen so far. */
  readonly lines: number;
  /** Blank records that nothing follows. */
  readonly trailing_blanks: number;
};
