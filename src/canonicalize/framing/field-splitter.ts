import type { DelimitedDialect } from './delimited-dialect.js';
import type { CutRecord } from './record-cutter.js';

/** Why the fields of a record cannot be told; `column` counts bytes from 1. */
export type SplitFault = {
  fault: 'quote-unterminated' | 'quote-misplaced' | 'escape-dangling';
  column: number;
};

/** Splits delimited records into fields; what it found is valid until the next record. */
export class FieldSplitter {
  readonly #dialect: DelimitedDialect;
  #buffer: Buffer = Buffer.alloc(0);
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  #escaped = new Uint8Array(64);
  /** Fields of the record. */
  count = 0;

  constructor(dialect: DelimitedDialect) {
    this.#dialect = dialect;
  }

  /** Splits a record; null when it could be. */
  split(record: CutRecord): SplitFault | null {
    const { buffer, start, end } = record;
    const dialect = this.#dialect;
    this.#buffer = buffer;
    this.count = 0;
    for (let from = start; from <= end; ) {
      const quoted = from < end && buffer[from] === dialect.quote;
      const next = quoted ? this.#quoted(from, end) : this.#plain(from, end);
      if (next < 0) return this.#fault(record, from, quoted);
      from = next;
    }
    return null;
  }

  /** Hands over the bytes of one field, without quotes and escapes. */
  take(index: number, to: (buffer: Buffer, start: number, end: number) => void): void {
    const start = this.#starts[index] ?? 0;
    const end = this.#ends[index] ?? 0;
    if (this.#escaped[index] === 0) {
      to(this.#buffer, start, end);
      return;
    }
    const text = this.#dialect.unescaped(this.#buffer.subarray(start, end));
    to(text, 0, text.length);
  }

  /** The fields as text. */
  texts(): string[] {
    const texts: string[] = [];
    for (let index = 0; index < this.count; index += 1) {
      this.take(index, (buffer, start, end) => texts.push(buffer.toString('utf8', start, end)));
    }
    return texts;
  }

  /** Takes the field that begins at `from`; returns where the next one begins, past the end after the last, or -1. */
  #plain(from: number, end: number): number {
    const dialect = this.#dialect;
    const found = dialect.nextDelimiter(this.#buffer, from, end);
    const to = found === -1 ? end : found;
    if (found === -1 && dialect.danglingEscape(this.#buffer, from, end) !== -1) return -1;
    this.#add(from, to, false);
    return found === -1 ? end + 1 : found + dialect.delimiter.length;
  }

  #quoted(from: number, end: number): number {
    const dialect = this.#dialect;
    const close = dialect.closingQuote(this.#buffer, from + 1, end);
    if (close === -1) return -1;
    this.#add(from + 1, close, true);
    if (close + 1 === end) return end + 1;
    return dialect.isDelimiter(this.#buffer, close + 1, end) ? close + 1 + dialect.delimiter.length : -1;
  }

  #add(start: number, end: number, quoted: boolean): void {
    if (this.count === this.#starts.length) this.#grow();
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.#escaped[this.count] = this.#dialect.isEscaped(this.#buffer, { start, end, quoted }) ? 1 : 0;
    this.count += 1;
  }

  #grow(): void {
    const grown = <Kind extends Int32Array | Uint8Array>(from: Kind, to: Kind): Kind => {
      to.set(from);
      return to;
    };
    this.#starts = grown(this.#starts, new Int32Array(2 * this.count));
    this.#ends = grown(this.#ends, new Int32Array(2 * this.count));
    this.#escaped = grown(this.#escaped, new Uint8Array(2 * this.count));
  }

  #fault({ buffer, start, end }: CutRecord, from: number, quoted: boolean): SplitFault {
    if (!quoted) return { fault: 'escape-dangling', column: end - start };
    const close = this.#dialect.closingQuote(buffer, from + 1, end);
    if (close === -1) return { fault: 'quote-unterminated', column: from - start + 1 };
    return { fault: 'quote-misplaced', column: close - start + 1 };
  }
}
