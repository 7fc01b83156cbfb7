import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { writeWhole } from './write-whole.js';

const BUFFER_BYTES = 2 << 20;
/** While one is filled, the one before is hashed and written. */
const BUFFERS = 2;

/**
 * Copies a delivery as received to a new file and hashes it, all at once.
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
  const { size } = await source.stat();
  // What is no plain file has no size.
  const room = size === 0 ? BUFFER_BYTES : Math.min(size, BUFFER_BYTES);
  const buffers = Array.from({ length: BUFFERS }, () => Buffer.allocUnsafeSlow(room));
  let reading = readSome(source, buffers[0] as Buffer, from);
  let writing: Promise<void> = Promise.resolve();
  let bytes = 0;
  for (let next = 1; ; next = (next + 1) % BUFFERS) {
    const chunk = await reading;
    await writing;
    if (chunk.length === 0) return { sha256: hash.digest('hex'), bytes };
    reading = readSome(source, buffers[next] as Buffer, from);
    writing = writeWhole(target, chunk);
    // Errors are thrown where each is waited for; until then they must not count as unhandled.
    reading.catch(() => undefined);
    writing.catch(() => undefined);
    hash.update(chunk);
    bytes += chunk.length;
  }
}

async function openSource(from: string): Promise<FileHandle> {
  try {
    return await open(from, 'r');
  } catch (error) {
    throw unreadable(from, error);
  }
}

/** The next bytes of the source, in a buffer; none at its end. */
async function readSome(source: FileHandle, buffer: Buffer, from: string): Promise<Buffer> {
  try {
    return buffer.subarray(0, (await source.read(buffer, 0, buffer.length)).bytesRead);
  } catch (error) {
    throw unreadable(from, error);
  }
}

function unreadable(from: string, error: unknown): OperationalFailure {
  return new OperationalFailure('file-unreadable', { path: from, reason: String(error) }, { cause: error });
}
