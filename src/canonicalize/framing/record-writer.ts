import type { FramedFile } from './framed-file.js';

/** What decoders of text write their records to. */
export type RecordWriter = Pick<FramedFile, 'begin' | 'raw' | 'field' | 'text' | 'end'>;
