import { readdir, readFile } from 'node:fs/promises';
import { OperationalFailure } from '../domain/operational-failure.js';

/** Names of the files or folders directly in a folder, sorted, hidden ones left out. Throws `file-unreadable`. */
export async function namesIn(folder: string, kind: 'files' | 'folders'): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(
        (entry) => (kind === 'files' ? entry.isFile() : entry.isDirectory()) && !entry.name.startsWith('.'),
      )
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/** Text of a UTF-8 file, or null where there is none. Throws `file-unreadable` for any other reason. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(file, error);
  }
}

function unreadable(path: string, error: unknown): OperationalFailure {
  return new OperationalFailure('file-unreadable', { path, reason: String(error) }, { cause: error });
}
