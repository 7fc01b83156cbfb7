import { open } from 'node:fs/promises';

/**
 * Begins to bring a file's bytes to disk while others work, so that the store's own flush, which counts, finds little to
 * do; where it fails nothing is said, for that flush will.
 */
export function flushAhead(file: string): void {
  flush(file).catch(() => undefined);
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
