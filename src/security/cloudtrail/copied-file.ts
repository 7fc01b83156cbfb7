import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OperationalFailure } from '../../domain/operational-failure.js';

/** The file of an object below a folder; null where its key would lead elsewhere. */
export function copiedFile(folder: string, key: string): string | null {
  const parts = key.split('/');
  const odd = parts.some((part) => part === '' || part === '.' || part === '..' || /[\0\\]/.test(part));
  return odd ? null : path.join(folder, ...parts);
}

/** Bytes of a copied object; `missing` where there is none. Throws `file-unreadable`. */
export async function readCopied(folder: string, key: string): Promise<Uint8Array | 'missing'> {
  const file = copiedFile(folder, key);
  if (file === null) return 'missing';
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(error) }, { cause: error });
  }
}
