import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../../../src/domain/sha256.js';

/** Every file below a folder with the hash of its bytes, sorted. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => `${path.relative(folder, file)} ${sha256(readFileSync(file))}`)
    .sort();
}

/** The one file below a folder whose path ends so; the first in the order of names. */
export function findFile(folder: string, end: string): string {
  const [file] = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((name) => name.endsWith(end))
    .sort();
  if (file === undefined) throw new Error(`no file below ${folder} ends with ${end}`);
  return file;
}
