import { CUT_OFF, damaged } from './text-fault.js';
import type { Compression } from './text-form.js';

const NOTHING: Buffer = Buffer.alloc(0);

/** A stream of bytes that is read by count, looked ahead into and put back, however it is cut into chunks. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = NOTHING;
  #read = 0;
  #failure: { error: unknown } | null = null;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Bytes that came in so far, those looked at but not taken included. */
  get bytes_read(): number {
    return this.#read;
  }

  /** Bytes taken so far. */
  get at(): number {
    return this.#read - this.#held.length;
  }

  /** At least so many of the next bytes, fewer only where the stream ends; they stay. */
  async peek(count: number): Promise<Buffer> {
    const bytes = await this.ahead(count);
    if (bytes.length < count && this.#failure !== null) throw this.#failure.error;
    return bytes;
  }

  /** Like `peek`, but where the stream fails it answers what came before; the failure waits for who reads on. */
  async ahead(count: number): Promise<Buffer> {
    const parts = [this.#held];
    let length = this.#held.length;
    while (length < count && this.#failure === null) {
      const chunk = await this.#next().catch((error: unknown) => {
        this.#failure = { error };
        return null;
      });
      if (chunk === null) break;
      parts.push(chunk);
      length += chunk.length;
    }
    if (parts.length > 1) this.#held = Buffer.concat(parts, length);
    return this.#held;
  }

  /** Passes over bytes that were looked at. */
  skip(count: number): void {
    this.#held = this.#held.subarray(count);
  }

  /** Exactly so many bytes. Throws the fault of a stream that is cut off. */
  async take(count: number, declared: Compression): Promise<Buffer> {
    const bytes = await this.peek(count);
    if (bytes.length < count) throw damaged(declared, CUT_OFF);
    this.skip(count);
    return bytes.subarray(0, count);
  }

  /** The next bytes, as many as there happen to be; null at the end. */
  async chunk(): Promise<Buffer | null> {
    if (this.#held.length === 0) return this.#next();
    const chunk = this.#held;
    this.#held = NOTHING;
    return chunk;
  }

  /** Puts bytes back in front. */
  unread(bytes: Buffer): void {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([bytes, this.#held]);
  }

  /** Reads to the end; answers how many bytes were left. */
  async drain(): Promise<number> {
    let left = 0;
    for (let chunk = await this.chunk(); chunk !== null; chunk = await this.chunk()) left += chunk.length;
    return left;
  }

  /** Ends the stream below. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(): Promise<Buffer | null> {
    if (this.#failure !== null) throw this.#failure.error;
    const next: IteratorResult<Buffer, unknown> = await this.#chunks.next();
    if (next.done === true) return null;
    this.#read += next.value.length;
    return next.value;
  }
}
