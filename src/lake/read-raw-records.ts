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
 * Of a Parquet file they are its rows as JSON, and offsets count rows. Offsets are bytes of the text as UTF-8, from 0, ascending, each the first byte of a line. A record is text up to its line's end, decoded as
 * UTF-8 with replacement, at most 8,192 bytes. The file is read once and no further than the last record.
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
      while (window.indexOf(LF) === -1 && window.length < SHOWN_BYTES && (await more()));
      yield firstLine(window);
    }
  } finally {
    await bytes.return(undefined);
  }
}

function firstLine(window: Buffer): string {
  const found = window.indexOf(LF);
  const end = found === -1 ? window.length : found;
  const line = window.subarray(0, end > 0 && window[end - 1] === CR ? end - 1 : end);
  return line.subarray(0, SHOWN_BYTES).toString('utf8');
}
