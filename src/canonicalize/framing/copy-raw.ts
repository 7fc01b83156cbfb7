import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { writeWhole } from './write-whole.js';

const BUFFER_BYTES = 2 << 20;

/**
 * Copies a delivery as received to a new file and hashes it: one buffer is written while the other one is filled.
 *
 * Throws `file-unreadable`, `file-unwritable`.
 */
export async function copyRaw(from: string, to: string): Promise<{ sha256: string; bytes: number }> {
  const source = await openSource(from);
  try {
    const target = await open(to, 'wx');
    try {
      return await copy({ source, from }, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function copy(
  { source, from }: { source: FileHandle; from: string },
  target: FileHandle,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let [buffer, other] = [Buffer.allocUnsafeSlow(BUFFER_BYTES), Buffer.allocUnsafeSlow(BUFFER_BYTES)];
  let writing: Promise<void> = Promise.resolve();
  let bytes = 0;
  for (;;) {
    const chunk = buffer.subarray(0, await readSome(source, buffer, from));
    if (chunk.length > 0) hash.update(chunk);
    await writing;
    if (chunk.length === 0) return { sha256: hash.digest('hex'), bytes };
    bytes += chunk.length;
    writing = writeWhole(target, chunk);
    // An error is thrown where the writing is waited for; until then it must not count as unhandled.
    writing.catch(() => undefined);
    [buffer, other] = [other, buffer];
  }
}

async function openSource(from: string): Promise<FileHandle> {
  try {
    return await open(from, 'r');
  } catch (error) {
    throw unreadable(from, error);
  }
}

async function readSome(source: FileHandle, buffer: Buffer, from: string): Promise<number> {
  try {
    return (await source.read(buffer, 0, buffer.length)).bytesRead;
  } catch (error) {
    throw unreadable(from, error);
  }
}

function unreadable(from: string, error: unknown): OperationalFailure {
  return new OperationalFailure('file-unreadable', { path: from, reason: String(error) }, { cause: error });
}
