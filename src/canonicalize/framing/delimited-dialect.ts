import type { FeedSpec } from '../../domain/generated/feed-spec.js';

const BACKSLASH = 92;
const DOUBLE_QUOTE = 34;
const SPACE = 32;
/** No byte: what a dialect without quotes or escapes looks for. */
const NONE = -1;

/** Weight of a byte that needs a closer look; more than a record can have delimiters. */
export const LOOK = 1 << 20;

/**
 * How a delimited file parts its fields: delimiter, quote and escape, as bytes of UTF-8.
 *
 * A field is quoted when its first byte is the quote. With `escape: doubled` a quote inside quotes stands twice; with
 * `backslash` any character after a backslash stands for itself, inside quotes and outside.
 */
export class DelimitedDialect {
  readonly delimiter: Buffer;
  readonly quote: number;
  readonly #escape: number;
  readonly #first: number;

  constructor(format: Pick<FeedSpec['format'], 'delimiter' | 'quote' | 'escape'>) {
    const { delimiter = ',', quote = 'none' } = format;
    this.delimiter = Buffer.from(delimiter, 'utf8');
    this.#first = this.delimiter[0] ?? NONE;
    this.quote = quote === 'none' ? NONE : quote.charCodeAt(0);
    this.#escape = format.escape === 'backslash' ? BACKSLASH : NONE;
  }

  /**
   * Weights of bytes: a record whose bytes weigh less than LOOK together can be copied to a file with the delimiter
   * `framed` and double quotes, and has so many delimiters.
   */
  byteWeights(framed: number): Int32Array {
    const weights = new Int32Array(256).fill(LOOK, 0, SPACE).fill(LOOK, 128);
    for (const byte of [DOUBLE_QUOTE, this.quote, this.#escape, framed, this.#first]) {
      if (byte !== NONE) weights[byte] = LOOK;
    }
    if (this.delimiter.length === 1 && this.#first === framed) weights[framed] = 1;
    return weights;
  }

  /** Index of the next delimiter from `from`, or -1 where there is none before `end`. */
  nextDelimiter(buffer: Buffer, from: number, end: number): number {
    const mark = this.#escape;
    for (let index = from; index < end; index += 1) {
      const byte = buffer[index];
      if (byte === mark) index += 1;
      else if (byte === this.#first && this.isDelimiter(buffer, index, end)) return index;
    }
    return -1;
  }

  /** Whether a whole delimiter stands at an index. */
  isDelimiter(buffer: Buffer, index: number, end: number): boolean {
    const { delimiter } = this;
    if (index + delimiter.length > end) return false;
    for (let at = 0; at < delimiter.length; at += 1) {
      if (buffer[index + at] !== delimiter[at]) return false;
    }
    return true;
  }

  /** Index of the quote that closes the text from `from`, or -1 where there is none before `end`. */
  closingQuote(buffer: Buffer, from: number, end: number): number {
    const mark = this.#escape;
    for (let index = from; index < end; index += 1) {
      const byte = buffer[index];
      if (byte === mark) index += 1;
      else if (byte === this.quote) {
        if (mark !== NONE || index + 1 >= end || buffer[index + 1] !== this.quote) return index;
        index += 1;
      }
    }
    return -1;
  }

  /** Whether text holds what `unescaped` changes; `quoted` says whether it stood in quotes. */
  isEscaped(buffer: Buffer, text: { start: number; end: number; quoted: boolean }): boolean {
    const mark = this.#escape === NONE && text.quoted ? this.quote : this.#escape;
    if (mark === NONE) return false;
    for (let index = text.start; index < text.end; index += 1) if (buffer[index] === mark) return true;
    return false;
  }

  /** Text with its escapes taken out: of each mark and the byte after it, the byte. */
  unescaped(bytes: Buffer): Buffer {
    const mark = this.#escape === NONE ? this.quote : this.#escape;
    const plain = Buffer.allocUnsafe(bytes.length);
    let used = 0;
    for (let index = 0; index < bytes.length; index += 1) {
      if (bytes[index] === mark) index += 1;
      plain[used++] = bytes[index] as number;
    }
    return plain.subarray(0, used);
  }

  /** Index of a backslash that nothing follows, in text without quotes around it; -1 where there is none. */
  danglingEscape(buffer: Buffer, from: number, end: number): number {
    if (this.#escape === NONE) return -1;
    let index = from;
    for (; index < end; index += 1) if (buffer[index] === this.#escape) index += 1;
    return index > end ? end - 1 : -1;
  }
}
