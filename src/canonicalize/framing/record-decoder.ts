import type { RecordFault } from '../diagnostics.js';
import type { CutRecord } from './record-cutter.js';

/** What a decoder makes of one line: a record in the framed file, a message that is no record, or a fault. */
export type Decoded = 'record' | 'ignored' | RecordFault;

/**
 * Turns lines of one format into records of the framed file.
 *
 * `decode` appends at most one record, in the order of `columns`, and nothing when it returns a fault.
 */
export type RecordDecoder = {
  /** Columns of the framed file after line and byte offset. */
  readonly columns: readonly string[];
  decode(line: CutRecord): Decoded;
};

/** Longest line that is a record. Framed, a line grows to at most thrice its length, which the database must hold. */
export const RECORD_BYTES_LIMIT = 1 << 18;
