import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from './write-whole.js';

/** First room for the records of a chunk of input in their longest form: it grows to what a chunk needs, `drain` empties it. */
const BUFFER_BYTES = 128 << 10;
const QUOTE = 34;
/** Numbers below this are written with 32-bit arithmetic. */
const SMALL = 1_000_000_000;
const SMALL_DIGITS = 9;
const CR = 13;
const LF = 10;

/**
 * The files that carry framed records to the database: one record a line, `line, byte offset, fields…`.
 *
 * Written as CSV with the given delimiter and doubled quotes; an unquoted empty field is "no value", a quoted one the
 * empty text. Records gather in one of two buffers while the other is being written; `drain` changes them over. `take`
 * ends a file; the next record begins another one.
 */
export class FramedFile {
  readonly delimiter: number;
  readonly #folder: string;
  #handle: FileHandle | null = null;
  #files = 0;
  #buffer: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #other: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;
  #writing: Promise<void> = Promise.resolve();
  /** Records in all files. */
  records = 0;
  /** Whether any field of the file stands in quotes; a reader need not look for them otherwise. */
  #quoted = false;
  #taken = 0;
  /** Bytes of the file so far. */
  bytes = 0;

  constructor(folder: string, delimiter: number) {
    this.#folder = folder;
    this.delimiter = delimiter;
  }

  /** Begins a record of at most `bytes` bytes of text. */
  begin(at: { number: number; offset: number }, bytes: number): void {
    this.#reserve(bytes);
    this.#number(at.number);
    this.#buffer[this.#used++] = this.delimiter;
    this.#number(at.offset);
    this.records += 1;
  }

  /** Appends fields that are already in this file's CSV form, delimiters between them. */
  raw(source: Buffer, start: number, end: number): void {
    this.#buffer[this.#used++] = this.delimiter;
    source.copy(this.#buffer, this.#used, start, end);
    this.#used += end - start;
  }

  /** Appends one field; an empty one means no value. */
  field(source: Buffer, start: number, end: number): void {
    const buffer = this.#buffer;
    let used = this.#used;
    buffer[used++] = this.delimiter;
    let plain = true;
    for (let index = start; index < end; index += 1) {
      const byte = source[index] as number;
      if (byte === QUOTE || byte === this.delimiter || byte === CR || byte === LF) plain = false;
      buffer[used++] = byte;
    }
    this.#used = plain ? used : this.#quote(source, start, end);
  }

  /** Appends a field of given text; null means no value, the empty text stays empty text. */
  text(value: string | null): void {
    if (value === null) {
      this.#buffer[this.#used++] = this.delimiter;
      return;
    }
    const bytes = Buffer.from(value, 'utf8');
    if (bytes.length > 0) {
      this.field(bytes, 0, bytes.length);
      return;
    }
    this.#quoted = true;
    this.#buffer[this.#used++] = this.delimiter;
    this.#buffer[this.#used++] = QUOTE;
    this.#buffer[this.#used++] = QUOTE;
  }

  end(): void {
    this.#buffer[this.#used++] = LF;
  }

  /** Has what was gathered written while the caller goes on; waits for what was handed over before. */
  async drain(): Promise<void> {
    await this.#writing;
    if (this.#used === 0) return;
    const full = this.#buffer.subarray(0, this.#used);
    [this.#buffer, this.#other] = [this.#other, this.#buffer];
    this.#used = 0;
    this.bytes += full.length;
    this.#handle ??= await open(this.#path, 'wx');
    this.#writing = writeWhole(this.#handle, full);
    // An error is thrown by the next drain or close; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }

  /** Ends the file: where it is and what it holds; null where no record came since the last one. */
  async take(): Promise<{ path: string; records: number; quoted: boolean } | null> {
    await this.close();
    const records = this.records - this.#taken;
    if (records === 0) return null;
    const taken = { path: this.#path, records, quoted: this.#quoted };
    this.#files += 1;
    this.#taken = this.records;
    this.#quoted = false;
    this.bytes = 0;
    return taken;
  }

  async close(): Promise<void> {
    try {
      await this.drain();
      await this.#writing;
    } finally {
      await this.#handle?.close();
      this.#handle = null;
    }
  }

  get #path(): string {
    return path.join(this.#folder, `framed-${this.#files}.csv`);
  }

  #quote(source: Buffer, start: number, end: number): number {
    this.#quoted = true;
    const buffer = this.#buffer;
    let used = this.#used + 1;
    buffer[used++] = QUOTE;
    for (let index = start; index < end; index += 1) {
      const byte = source[index] as number;
      if (byte === QUOTE) buffer[used++] = QUOTE;
      buffer[used++] = byte;
    }
    buffer[used++] = QUOTE;
    return used;
  }

  #number(value: number): void {
    if (value >= SMALL) {
      this.#number(Math.floor(value / SMALL));
      this.#digits(value % SMALL, SMALL_DIGITS);
      return;
    }
    let digits = 1;
    for (let power = 10; value >= power; power *= 10) digits += 1;
    this.#digits(value, digits);
  }

  /** Writes a number below 10^9 with so many digits, zeros in front. */
  #digits(value: number, digits: number): void {
    const buffer = this.#buffer;
    let rest = value | 0;
    for (let index = this.#used + digits - 1; index >= this.#used; index -= 1) {
      const tens = (rest / 10) | 0;
      buffer[index] = 48 + rest - tens * 10;
      rest = tens;
    }
    this.#used += digits;
  }

  /** Twice the text for doubled quotes, and room for quotes, delimiters and two numbers. */
  #reserve(bytes: number): void {
    const needed = this.#used + 4 * bytes + 4096;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }
}
