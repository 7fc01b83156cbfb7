import { hash } from 'node:crypto';

/** Bytes of a SHA-256 that stand for a name: nobody finds another name with the same 128 bits. */
const BYTES = 16;

/** Which objects digests name, in about 60 bytes an object however long its key is. */
export class NamedLogs {
  readonly #names = new Set<string>();

  add(bucket: string, key: string): void {
    this.#names.add(nameOf(bucket, key));
  }

  has(bucket: string, key: string): boolean {
    return this.#names.has(nameOf(bucket, key));
  }
}

function nameOf(bucket: string, key: string): string {
  return hash('sha256', `${bucket}/${key}`, 'buffer').toString('latin1', 0, BYTES);
}
