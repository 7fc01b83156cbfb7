const LF = 10;

/** Counts the lines of a file whose bytes come in buffers; asked for places in ascending order. */
export class LineCounter {
  /** Number of the line at the place last asked for, from 1. */
  line = 1;
  /** Offset in the file at which that line begins. */
  start = 0;
  /** Offset of the next line feed that is known; the offset up to which there is none otherwise. */
  #next = 0;
  #found = false;

  /** Goes to an offset of the file; `buffer` holds the bytes from `base` on, none since the last place is missing. */
  advance(buffer: Buffer, base: number, offset: number): void {
    for (;;) {
      if (!this.#found && this.#next < offset) {
        const index = buffer.indexOf(LF, Math.max(0, this.#next - base));
        this.#found = index !== -1;
        this.#next = base + (index === -1 ? buffer.length : index);
      }
      if (!this.#found || this.#next >= offset) return;
      this.line += 1;
      this.#next += 1;
      this.start = this.#next;
      this.#found = false;
    }
  }
}
