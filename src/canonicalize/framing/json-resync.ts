import type { JsonSequence } from './json-nesting.js';

const [TAB, LF, CR, SPACE, QUOTE, COMMA] = [9, 10, 13, 32, 34, 44] as const;
const [CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [93, 123, 125] as const;
const BLANKS: readonly number[] = [SPACE, TAB, CR, LF];
/** First keys longer than this do not tell where an element begins. */
const MARK_BYTES = 256;

/**
 * Finds the end of a broken element, in which quotes tell nothing.
 *
 * It ends with the brace that closes its first one, braces counted wherever they stand; or before, where the next
 * element begins: at a brace that is followed by the same key as its own first brace, or that is the first of a line
 * (after at most a comma) and not further right than its own. In an array a closing bracket that is the first of such
 * a line ends it too.
 */
export class JsonResync {
  readonly #sequence: JsonSequence;
  #first = 0;
  #column = 0;
  #mark: Buffer | null = null;
  #braces = 0;
  #lineStart = 0;
  /** Whether only blanks and commas stand before on the line. */
  #lineBlank = false;
  /** Offset of the next byte to be looked at. */
  offset = 0;

  constructor(sequence: JsonSequence) {
    this.#sequence = sequence;
  }

  /** An element begins at an offset of the file, in a column counted from 0. */
  begin(offset: number, column: number): void {
    this.#first = offset;
    this.#column = column;
  }

  /** Its end is to be looked for from an offset on, where so many braces are open; `text` begins with its first byte. */
  start(offset: number, braces: number, text: Buffer | null): void {
    this.offset = offset;
    this.#braces = braces;
    this.#lineBlank = false;
    this.#mark = text === null ? null : markOf(text);
  }

  /** Offset of the end; `turn` after the last brace of an element of an array; -1 where that needs more bytes. */
  find(buffer: Buffer, base: number, final: boolean): number | 'turn' {
    for (let index = this.offset - base; index < buffer.length; index += 1) {
      this.offset = base + index;
      const end = this.#step(buffer, index, final);
      if (end !== 'on') return end;
    }
    this.offset = Math.max(this.offset, base + buffer.length);
    return -1;
  }

  #step(buffer: Buffer, index: number, final: boolean): number | 'turn' | 'on' {
    const byte = buffer[index] as number;
    if (byte === OPEN_BRACE) {
      const begins = this.#begins(buffer, index, final);
      if (begins !== 'no') return begins === 'yes' ? this.offset : -1;
      this.#braces += 1;
    } else if (byte === CLOSE_BRACE) {
      this.#braces -= 1;
      if (this.#braces <= 0) return this.#closed();
    } else if (byte === CLOSE_BRACKET && this.#sequence === 'array' && this.#outermost()) {
      return this.offset;
    }
    this.#line(byte);
    return 'on';
  }

  #closed(): number | 'turn' {
    this.offset += 1;
    return this.#sequence === 'array' ? 'turn' : this.offset;
  }

  #line(byte: number): void {
    if (byte === LF) {
      this.#lineStart = this.offset + 1;
      this.#lineBlank = true;
    } else if (byte !== SPACE && byte !== TAB && byte !== CR && byte !== COMMA) {
      this.#lineBlank = false;
    }
  }

  /** Whether the byte is the first of its line and not further right than the element's first. */
  #outermost(): boolean {
    return this.#lineBlank && this.offset - this.#lineStart <= this.#column;
  }

  #begins(buffer: Buffer, index: number, final: boolean): 'yes' | 'no' | 'more bytes' {
    if (this.offset === this.#first) return 'no';
    if (this.#outermost()) return 'yes';
    const mark = this.#mark;
    if (mark === null) return 'no';
    const end = index + mark.length;
    if (end > buffer.length) return final ? 'no' : 'more bytes';
    return buffer.compare(mark, 0, mark.length, index, end) === 0 ? 'yes' : 'no';
  }
}

/** The bytes of an object's first brace and first key; null where it has no plain one. */
function markOf(text: Buffer): Buffer | null {
  if (text[0] !== OPEN_BRACE) return null;
  let open = 1;
  while (BLANKS.includes(text[open] ?? 0)) open += 1;
  const close = text[open] === QUOTE ? text.indexOf(QUOTE, open + 1) : -1;
  return close === -1 || close >= MARK_BYTES ? null : Buffer.from(text.subarray(0, close + 1));
}
