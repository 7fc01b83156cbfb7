import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OperationalFailure } from '../domain/operational-failure.js';
import { systemReason } from '../project/system-failure.js';

/** Writes a document to a file, in place of one that is there, and makes the folder where it is missing. */
export async function writeDocument(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  } catch (error) {
    throw new OperationalFailure(
      'file-unwritable',
      { path: file, reason: systemReason(error) },
      { cause: error },
    );
  }
}
