import { closeSync, openSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 8 << 20;
const QUOTE = 34;
const CR = 13;
const LF = 10;

/**
 * The file that carries framed records to the database: one record a line, `line, byte offset, fields…`.
 *
 * Written as CSV with the given delimiter and doubled quotes; an unquoted empty field is "no value", a quoted one the
 * empty text. Writes are synchronous: the framing loop is synchronous too and this is its back-pressure.
 */
export class FramedFile {
  readonly delimiter: number;
  readonly #descriptor: number;
  readonly #buffer: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;
  /** Records written. */
  records = 0;

  constructor(path: string, delimiter: number) {
    this.delimiter = delimiter;
    this.#descriptor = openSync(path, 'wx');
  }

  /** Begins a record of at most `bytes` bytes of text. */
  begin(at: { number: number; offset: number }, bytes: number): void {
    // Twice the text for doubled quotes, and room for quotes, delimiters and two numbers.
    if (this.#used + 4 * bytes + 4096 > BUFFER_BYTES) this.#flush();
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
    this.#used = plain ? used : this.#quoted(source, start, end);
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
    this.#buffer[this.#used++] = this.delimiter;
    this.#buffer[this.#used++] = QUOTE;
    this.#buffer[this.#used++] = QUOTE;
  }

  end(): void {
    this.#buffer[this.#used++] = LF;
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #quoted(source: Buffer, start: number, end: number): number {
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
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    let rest = value;
    for (let index = this.#used + digits - 1; index >= this.#used; index -= 1) {
      const digit = rest % 10;
      this.#buffer[index] = 48 + digit;
      rest = (rest - digit) / 10;
    }
    this.#used += digits;
  }

  #flush(): void {
    let written = 0;
    while (written < this.#used)
      written += writeSync(this.#descriptor, this.#buffer, written, this.#used - written);
    this.#used = 0;
  }
}
