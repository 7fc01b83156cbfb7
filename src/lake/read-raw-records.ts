import { fixRecordEnd } from './fix-record-end.js';
import { readRawText } from './raw-text/read-raw-text.js';
import { type Compression, type Encoding, publishedForm } from './raw-text/text-form.js';
import { readParquetRecords } from './read-parquet-records.js';

/** Longest raw record that is shown; the rest is cut. */
const SHOWN_BYTES = 8192;
const LF = 10;
const CR = 13;

/** A raw file and how it becomes records. */
export type RawFile = { path: string; format?: string; compression: Compression; encoding: Encoding };

/**
 * The raw records that begin at the given offsets of a file's text, in their order.
 *
 * Of a Parquet file they are its rows as JSON, and offsets count rows. Offsets are bytes of the text as UTF-8, from 0, ascending, each the first byte of a record. A record is text up to its line's end, of FIX up
 * to the message's, decoded as UTF-8 with replacement, at most 8,192 bytes. The file is read once and no further than the last record.
 */
export async function* readRawRecords(
  file: RawFile,
  offsets: AsyncIterable<number> | Iterable<number>,
): AsyncGenerator<string> {
  if (file.format === 'parquet') {
    yield* readParquetRecords(file.path, offsets);
    return;
  }
  const bytes = readRawText(file.path, publishedForm(file.compression, file.encoding));
  let window: Buffer = Buffer.alloc(0);
  let base = 0;
  const isFix = file.format === 'fix';
  const more = async (): Promise<boolean> => {
    const next = await bytes.next();
    if (next.done === true || !Buffer.isBuffer(next.value)) return false;
    window = Buffer.concat([window, next.value]);
    return true;
  };
  try {
    for await (const offset of offsets) {
      while (base + window.length <= offset) {
        base += window.length;
        window = Buffer.alloc(0);
        if (!(await more())) break;
      }
      window = window.subarray(Math.max(0, offset - base));
      base = offset;
      while (!isShown(window, isFix) && (await more()));
      yield shownRecord(window, isFix);
    }
  } finally {
    await bytes.return(undefined);
  }
}

/** Whether all is there that is ever shown; a FIX message may hold line ends. */
function isShown(window: Buffer, isFix: boolean): boolean {
  return window.length >= SHOWN_BYTES || (!isFix && window.includes(LF));
}

function shownRecord(window: Buffer, isFix: boolean): string {
  const shown = window.subarray(0, SHOWN_BYTES);
  return shown.toString('utf8', 0, isFix ? fixRecordEnd(shown) : lineEnd(shown));
}

function lineEnd(window: Buffer): number {
  const found = window.indexOf(LF);
  const end = found === -1 ? window.length : found;
  return end > 0 && window[end - 1] === CR ? end - 1 : end;
}
