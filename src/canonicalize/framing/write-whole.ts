import type { FileHandle } from 'node:fs/promises';
import { OperationalFailure } from '../../domain/operational-failure.js';

/** Writes all of some bytes at a file's position. Throws `file-unwritable`. */
export async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  try {
    for (let written = 0; written < bytes.length; ) {
      written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten;
    }
  } catch (error) {
    throw new OperationalFailure(
      'file-unwritable',
      { path: 'work folder', reason: String(error) },
      { cause: error },
    );
  }
}
