import type { FixSeparator } from './fix-separator.js';

const SOH = 1;
const EQUALS = 61;
const ZERO = 48;
const NINE = 57;
const TAG_DIGITS = 9;

/**
 * Walks over the fields of one FIX message in a buffer; offsets are indexes of the buffer, ends exclusive.
 *
 * On the way it adds up the bytes as the checksum does, a separator as SOH.
 */
export class FixScanner {
  readonly #separator: FixSeparator;
  #buffer: Buffer = Buffer.alloc(0);
  #end = 0;
  #bits = 0;
  /** Sum of all bytes before `next`. */
  #sum = 0;
  /** Tag of the field read last, where the field begins, and where its value lies. */
  tag = 0;
  from = 0;
  start = 0;
  stop = 0;
  /** Where the next field begins. */
  next = 0;
  /** Sum of the bytes before the field read last. */
  sum_before = 0;
  /** Separators inside data, which stand for themselves or for SOH. */
  data_separators = 0;

  constructor(separator: FixSeparator) {
    this.#separator = separator;
  }

  open(buffer: Buffer, start: number, end: number): void {
    this.#buffer = buffer;
    this.#end = end;
    this.next = start;
    this.from = start;
    this.#sum = 0;
    this.#bits = 0;
    this.data_separators = 0;
  }

  /** Whether no field is left. */
  isDone(): boolean {
    return this.next >= this.#end;
  }

  /** Whether all values read are ASCII without NUL, data aside. */
  get plain(): boolean {
    return this.#bits >>> 7 === 0;
  }

  /** Reads the tag of the next field and the equals sign after it; false where there is no such thing. */
  readTag(): boolean {
    const buffer = this.#buffer;
    const from = this.next;
    let index = from;
    let tag = 0;
    let sum = this.#sum;
    let byte = 0;
    for (; index < this.#end; index += 1) {
      byte = buffer[index] as number;
      if (byte < ZERO || byte > NINE) break;
      tag = tag * 10 + byte - ZERO;
      sum += byte;
    }
    this.from = from;
    this.sum_before = this.#sum;
    if (byte !== EQUALS || index === from || index - from > TAG_DIGITS || buffer[from] === ZERO) return false;
    this.#sum = sum + EQUALS;
    this.tag = tag;
    this.start = index + 1;
    return true;
  }

  /** Reads the value that follows, to the next separator or the message's end; false where it holds SOH that is none. */
  readValue(): boolean {
    const buffer = this.#buffer;
    const end = this.#end;
    const separator = this.#separator.byte;
    let index = this.start;
    let sum = this.#sum;
    let bits = this.#bits;
    for (; index < end; index += 1) {
      const byte = buffer[index] as number;
      if (byte === separator || byte === SOH) break;
      sum += byte;
      // One less than NUL has all bits set.
      bits |= byte | (byte - 1);
    }
    this.#bits = bits;
    this.#close(index, sum);
    return index >= end || this.#separator.ends(buffer, index);
  }

  /** Reads a value of so many bytes, whatever they are; false where no separator ends it there. */
  readData(length: number, is_text: boolean): boolean {
    const buffer = this.#buffer;
    const stop = this.start + length;
    if (stop > this.#end || (stop < this.#end && !this.#separator.ends(buffer, stop))) return false;
    let sum = this.#sum;
    for (let index = this.start; index < stop; index += 1) {
      const byte = buffer[index] as number;
      if (byte === this.#separator.byte) this.data_separators += 1;
      if (is_text) this.#bits |= byte | (byte - 1);
      sum += byte;
    }
    this.#close(stop, sum);
    return true;
  }

  /** The text of the next field as it stands, which may be no field. */
  textOfField(): string {
    let end = this.from;
    while (end < this.#end && !this.#separator.ends(this.#buffer, end)) end += 1;
    return this.#buffer.toString('utf8', this.from, end);
  }

  #close(stop: number, sum: number): void {
    this.stop = stop;
    this.next = stop + 1;
    this.#sum = stop < this.#end ? sum + SOH : sum;
  }
}
