import { CUT_OFF, damaged } from './text-fault.js';

/** Bits of a buffer, the highest of each byte first. */
export class BitReader {
  readonly #bytes: Buffer;
  #next: number;
  #word = 0;
  #count = 0;

  /** Begins at a bit, counted from the first bit of the buffer. */
  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#next = at >> 3;
    if ((at & 7) > 0) this.drop(at & 7);
  }

  /** The next bit, counted from the first bit of the buffer. */
  get at(): number {
    return this.#next * 8 - this.#count;
  }

  /** At most 24 bits as a number. Throws the fault of a stream that is cut off. */
  take(count: number): number {
    const value = this.peek(count);
    this.drop(count);
    return value;
  }

  /** At most 24 bits without taking them; zeros stand behind the last one. */
  peek(count: number): number {
    if (this.#count < count) this.#fill();
    const spare = this.#count - count;
    const word = spare >= 0 ? this.#word >>> spare : this.#word << -spare;
    return word & ((1 << count) - 1);
  }

  /** Passes over bits. Throws the fault of a stream that is cut off. */
  drop(count: number): void {
    if (this.#count < count) this.#fill();
    if (this.#count < count) throw damaged('bzip2', CUT_OFF);
    this.#count -= count;
  }

  #fill(): void {
    while (this.#count <= 24 && this.#next < this.#bytes.length) {
      this.#word = (this.#word << 8) | (this.#bytes[this.#next] as number);
      this.#next += 1;
      this.#count += 8;
    }
  }
}
