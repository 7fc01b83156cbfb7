import type { FramedFile } from './framed-file.js';

/** What decoders of text write their records to. */
export type RecordWriter = Pick<FramedFile, 'begin' | 'raw' | 'field' | 'text' | 'end'>;

/** Where the records of a delivery end up, and the character between two of their fields in `raw`. */
export type FramedRecords = RecordWriter & Pick<FramedFile, 'delimiter'>;
