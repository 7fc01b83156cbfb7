import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { OperationalFailure } from '../domain/operational-failure.js';

const CHUNK_BYTES = 1 << 20;

/** A file opened for reading, so that all its parts are of one file. Throws `file-unreadable`. */
export async function openSource(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (cause) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(cause) }, { cause });
  }
}

/** Lower-case hexadecimal SHA-256 of a whole file and of each of its parts, in one reading. Throws `file-unreadable`. */
export async function hashParts(
  source: FileHandle,
  file: string,
  part_bytes: number,
): Promise<{ sha256: string; parts: string[] }> {
  const whole = createHash('sha256');
  const parts: string[] = [];
  const chunk_bytes = Math.min(CHUNK_BYTES, part_bytes);
  let part = createHash('sha256');
  let in_part = 0;
  for (let from = 0; ; ) {
    const bytes = Math.min(chunk_bytes, part_bytes - in_part);
    const chunk = await readPart(source, file, { from, bytes });
    whole.update(chunk);
    part.update(chunk);
    from += chunk.length;
    in_part += chunk.length;
    const at_end = chunk.length < bytes;
    if (in_part === part_bytes || (at_end && in_part > 0)) {
      parts.push(part.digest('hex'));
      part = createHash('sha256');
      in_part = 0;
    }
    if (at_end) return { sha256: whole.digest('hex'), parts };
  }
}

/** The bytes from an offset, fewer at the end of the file. Throws `file-unreadable`. */
export async function readPart(
  source: FileHandle,
  file: string,
  range: { from: number; bytes: number },
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(range.bytes);
  let filled = 0;
  try {
    while (filled < range.bytes) {
      const { bytesRead } = await source.read(buffer, filled, range.bytes - filled, range.from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
  } catch (cause) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(cause) }, { cause });
  }
  return buffer.subarray(0, filled);
}
