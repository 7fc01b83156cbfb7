import { JsonNesting, type JsonSequence, type JsonStep } from './json-nesting.js';
import { JsonResync } from './json-resync.js';

const LF = 10;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Finds where one element of a JSON array, or one of several JSON texts, ends, without judging what it holds.
 *
 * Brackets and quotes are followed as long as they can be those of JSON. Where they cannot (a bracket of the other
 * kind, a value where a comma or a key belongs, a line feed in a string), the quotes from the last string on are not
 * trusted any more and JsonResync finds the end. Resumable: `find` is called again with more bytes.
 */
export class JsonElementEnd {
  readonly #nesting: JsonNesting;
  readonly #resync: JsonResync;
  #offset = 0;
  #inString = false;
  #broken = false;
  #first = 0;

  readonly #limit: number;

  /** Elements of more than `limit` bytes may have lost their text when they turn out to be broken. */
  constructor(sequence: JsonSequence, limit: number) {
    this.#limit = limit;
    this.#nesting = new JsonNesting(sequence);
    this.#resync = new JsonResync(sequence);
  }

  /** First byte that a later `find` needs, besides what the caller keeps for itself. */
  get needs_from(): number {
    return this.#broken ? this.#resync.offset : this.#offset;
  }

  /** Begins an element at an offset of the file, in a column counted from 0. */
  begin(offset: number, column: number): void {
    this.#offset = offset;
    this.#first = offset;
    this.#inString = false;
    this.#broken = false;
    this.#nesting.clear();
    this.#resync.begin(offset, column);
  }

  /** Offset at which the element ends (exclusive), its last blanks included; -1 where that needs more bytes. */
  find(buffer: Buffer, base: number, final: boolean): number {
    for (;;) {
      const end = this.#broken ? this.#resync.find(buffer, base, final) : this.#follow(buffer, base);
      if (end !== 'turn') return end;
      this.#turn(buffer, base);
    }
  }

  /** Changes between following the brackets and looking for the end of what is broken. */
  #turn(buffer: Buffer, base: number): void {
    this.#broken = !this.#broken;
    if (this.#broken) {
      const { quote, braces_at_quote, braces } = this.#nesting;
      const kept = this.#offset - this.#first <= this.#limit;
      const text = kept ? buffer.subarray(this.#first - base) : null;
      if (kept && quote !== -1) this.#resync.start(quote, braces_at_quote, text);
      else this.#resync.start(this.#offset, braces, text);
      return;
    }
    this.#offset = this.#resync.offset;
    this.#inString = false;
    this.#nesting.close();
  }

  #follow(buffer: Buffer, base: number): number | 'turn' {
    const length = buffer.length;
    let index = this.#offset - base;
    while (index < length) {
      if (this.#inString) index = stringEnd(buffer, index);
      if (index >= length) break;
      const step = this.#step(buffer[index] as number, base + index);
      if (step !== 'on') return this.#leave(step, base + index);
      index += 1;
    }
    this.#offset = base + index;
    return -1;
  }

  /** Takes a byte outside strings, or the one that ends a string. */
  #step(byte: number, offset: number): JsonStep {
    const step = this.#inString ? (byte === LF ? 'broken' : 'on') : this.#nesting.step(byte, offset);
    this.#inString = step === 'quote';
    return step === 'quote' ? 'on' : step;
  }

  #leave(step: JsonStep, offset: number): number | 'turn' {
    if (step === 'after') return offset + 1;
    if (step === 'before') return offset;
    this.#offset = offset;
    return 'turn';
  }
}

/** Index of the quote or line feed that ends a string; the buffer's end, or one more, where there is none. */
function stringEnd(buffer: Buffer, from: number): number {
  const length = buffer.length;
  let index = from;
  while (index < length) {
    const byte = buffer[index] as number;
    if (byte === QUOTE || byte === LF) return index;
    index += byte === BACKSLASH ? 2 : 1;
  }
  return index;
}
