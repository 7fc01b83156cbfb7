import { createReadStream } from 'node:fs';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { RawCopy } from './raw-copy.js';

/** Copies a delivery as received to a new file and hashes it. Throws `file-unreadable`, `file-unwritable`. */
export async function copyRaw(from: string, to: string): Promise<{ sha256: string; bytes: number }> {
  const copy = await RawCopy.open(to);
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 2 << 20 }) as AsyncIterable<Buffer>) {
      await copy.add(chunk);
    }
  } catch (error) {
    if (error instanceof OperationalFailure) throw error;
    throw new OperationalFailure('file-unreadable', { path: from, reason: String(error) }, { cause: error });
  } finally {
    await copy.close();
  }
  return { sha256: copy.sha256(), bytes: copy.bytes };
}
