import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { OperationalFailure } from '../../domain/operational-failure.js';

/** Copies bytes to a file and hashes them on the way. Throws `file-unwritable`. */
export class RawCopy {
  readonly path: string;
  readonly #hash = createHash('sha256');
  readonly #descriptor: number;
  /** Bytes so far. */
  bytes = 0;

  constructor(target: string) {
    this.path = target;
    this.#descriptor = openSync(target, 'wx');
  }

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    try {
      for (let written = 0; written < chunk.length; ) {
        written += writeSync(this.#descriptor, chunk, written, chunk.length - written);
      }
    } catch (error) {
      throw new OperationalFailure(
        'file-unwritable',
        { path: this.path, reason: String(error) },
        { cause: error },
      );
    }
    this.bytes += chunk.length;
  }

  /** Lower-case hexadecimal hash of all bytes; ends the copy. */
  sha256(): string {
    return this.#hash.digest('hex');
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
