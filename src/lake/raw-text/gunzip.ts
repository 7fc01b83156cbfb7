import { createGunzip } from 'node:zlib';
import type { ByteSource } from './byte-source.js';
import { runZlib } from './run-zlib.js';

/** The text of gzip members, one after the other (RFC 1952); zlib verifies the checksum and length of each. */
export function gunzip(source: ByteSource): AsyncGenerator<Buffer> {
  return runZlib(createGunzip({ chunkSize: 1 << 20 }), source, 'gzip');
}
