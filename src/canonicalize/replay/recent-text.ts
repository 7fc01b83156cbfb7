import { RECORD_BYTES_LIMIT } from '../framing/record-decoder.js';

/** Text that a cutter may hold back before it hands a record on: stretches between tags, and a record. */
const KEPT_BYTES = 8 * RECORD_BYTES_LIMIT;

/** The last stretch of a delivery's text, long enough for every record that is being cut. */
export class RecentText {
  #chunks: Buffer[] = [];
  /** Offset of the first byte that is kept. */
  #base = 0;
  #bytes = 0;

  /** Takes the next bytes of the text. */
  add(chunk: Buffer): void {
    this.#chunks.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    for (let first = this.#chunks[0]; first !== undefined; first = this.#chunks[0]) {
      if (this.#bytes - first.length < KEPT_BYTES) return;
      this.#chunks.shift();
      this.#base += first.length;
      this.#bytes -= first.length;
    }
  }

  /** Bytes of the text from an offset on. */
  slice(offset: number, bytes: number): Buffer {
    const from = offset - this.#base;
    return Buffer.from(Buffer.concat(this.#chunks).subarray(from, from + bytes));
  }
}
