import { createReadStream } from 'node:fs';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { RawCopy } from './raw-copy.js';

/** Copies a delivery as it came, to a path that is free; answers what came. Throws `file-unreadable`, `file-unwritable`. */
export async function copyRaw(source: string, target: string): Promise<{ sha256: string; bytes: number }> {
  const raw = await RawCopy.open(target);
  try {
    for await (const chunk of createReadStream(source, { highWaterMark: 2 << 20 }) as AsyncIterable<Buffer>) {
      await raw.add(chunk);
    }
  } catch (error) {
    if (error instanceof OperationalFailure) throw error;
    throw new OperationalFailure(
      'file-unreadable',
      { path: source, reason: String(error) },
      { cause: error },
    );
  } finally {
    await raw.close();
  }
  return { sha256: raw.sha256(), bytes: raw.bytes };
}
