import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { writeWhole } from './write-whole.js';

/** Copies bytes to a file and hashes them on the way; one chunk is written while the caller works on it. */
export class RawCopy {
  readonly path: string;
  readonly #hash = createHash('sha256');
  readonly #handle: FileHandle;
  #writing: Promise<void> = Promise.resolve();
  /** Bytes so far. */
  bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Makes the file; fails when there is one. */
  static async open(path: string): Promise<RawCopy> {
    return new RawCopy(path, await open(path, 'wx'));
  }

  /** Takes a chunk that nobody changes afterwards; waits for the one before. Throws `file-unwritable`. */
  async add(chunk: Buffer): Promise<void> {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
    await this.#writing;
    this.#writing = writeWhole(this.#handle, chunk);
    // An error is thrown by the next add or close; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }

  /** Lower-case hexadecimal hash of all bytes; ends the copy. */
  sha256(): string {
    return this.#hash.digest('hex');
  }

  async close(): Promise<void> {
    try {
      await this.#writing;
    } finally {
      await this.#handle.close();
    }
  }
}
