import { type NamedLog, parseDigest } from './digest-body.js';
import { isGzipFault, strictGunzip } from './strict-gzip.js';

/**
 * The logs that a digest names, kept as the digest was stored until they are asked for.
 *
 * About 70 bytes a log in place of 700, so that a long trail fits into little memory.
 */
export class PackedLogs {
  readonly #object: Uint8Array;

  /** `object` is a digest, compressed, that `parseDigest` has read. */
  constructor(object: Uint8Array) {
    // A copy: what came over a socket is a part of something larger.
    this.#object = Uint8Array.from(object);
  }

  unpack(): readonly NamedLog[] {
    const content = strictGunzip(this.#object);
    const body = isGzipFault(content) ? content : parseDigest(content);
    return typeof body === 'string' ? [] : body.logs;
  }
}
