import { readRawText } from './raw-text/read-raw-text.js';
import { type Compression, type Encoding, publishedForm } from './raw-text/text-form.js';
import { readParquetRecords } from './read-parquet-records.js';

/** Longest raw record that is shown; the rest is cut. */
const SHOWN_BYTES = 8192;
/** How much text is looked at for a record's end: mostly a little is enough, and some ends show by what follows them. */
const LOOKED_AT_BYTES = [2048, 2 * SHOWN_BYTES];
const LF = 10;
const CR = 13;

/**
 * Where the record ends (exclusive) with which some bytes begin; -1 where that takes more bytes.
 *
 * `column` is that of its first byte on its line, from 0; `final` says that nothing follows the bytes.
 */
export type RecordEnd = (bytes: Buffer, at: { column: number; final: boolean }) => number;

/** A raw file and how it becomes records; `record_end` is null where a record is a line. */
export type RawFile = {
  path: string;
  format?: string;
  compression: Compression;
  encoding: Encoding;
  record_end: RecordEnd | null;
};

/**
 * The raw records that begin at the given offsets of a file's text, in their order.
 *
 * Of a Parquet file they are its rows as JSON, and offsets count rows. Offsets are bytes of the text as UTF-8, from 0,
 * ascending, each the first byte of a record. A record is decoded as UTF-8 with replacement, at most 8,192 bytes of it.
 * The file is read once and not far past the last record.
 */
export async function* readRawRecords(
  file: RawFile,
  offsets: AsyncIterable<number> | Iterable<number>,
): AsyncGenerator<string> {
  if (file.format === 'parquet') {
    yield* readParquetRecords(file.path, offsets);
    return;
  }
  const text = new TextWindow(readRawText(file.path, publishedForm(file.compression, file.encoding)));
  try {
    for await (const offset of offsets) {
      const column = await text.advance(offset);
      yield await shownRecord(text, column, file.record_end ?? lineEnd);
    }
  } finally {
    await text.close();
  }
}

async function shownRecord(text: TextWindow, column: number, recordEnd: RecordEnd): Promise<string> {
  let end = -1;
  for (const most of LOOKED_AT_BYTES) {
    const { bytes, final } = await text.peek(most);
    end = recordEnd(bytes, { column, final });
    if (end !== -1) break;
  }
  const { bytes } = await text.peek(SHOWN_BYTES);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : Math.min(end, bytes.length));
}

function lineEnd(bytes: Buffer, { final }: { final: boolean }): number {
  const found = bytes.indexOf(LF);
  if (found === -1) return final ? bytes.length : -1;
  return found > 0 && bytes[found - 1] === CR ? found - 1 : found;
}

/** A part of a stream of text that moves forward. */
class TextWindow {
  readonly #chunks: AsyncGenerator<unknown, unknown>;
  #bytes: Buffer = Buffer.alloc(0);
  #base = 0;
  #line = 0;

  constructor(chunks: AsyncGenerator<unknown, unknown>) {
    this.#chunks = chunks;
  }

  /** Goes to an offset of the text; returns its column, counted in bytes from 0. */
  async advance(offset: number): Promise<number> {
    while (this.#base + this.#bytes.length <= offset) {
      this.#pass(this.#bytes.length);
      if (!(await this.#more())) break;
    }
    this.#pass(Math.min(offset - this.#base, this.#bytes.length));
    return offset - this.#line;
  }

  /** The next bytes, at most so many, and whether the text ends with them. */
  async peek(most: number): Promise<{ bytes: Buffer; final: boolean }> {
    while (this.#bytes.length <= most && (await this.#more()));
    return { bytes: this.#bytes.subarray(0, most), final: this.#bytes.length <= most };
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true || !Buffer.isBuffer(next.value)) return false;
    this.#bytes = Buffer.concat([this.#bytes, next.value]);
    return true;
  }

  #pass(bytes: number): void {
    const found = bytes === 0 ? -1 : this.#bytes.lastIndexOf(LF, bytes - 1);
    if (found !== -1) this.#line = this.#base + found + 1;
    this.#base += bytes;
    this.#bytes = this.#bytes.subarray(bytes);
  }
}
