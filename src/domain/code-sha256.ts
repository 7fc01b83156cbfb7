import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256, sha256OfValue } from './sha256.js';

/** Files that decide what a run does: the program, and what it reads beside feeds and patterns, which are pinned by themselves. */
const CODE = /\.(?:m?js|ts|json|yaml)$/;

/** Hash of this program's files by their names and contents: the same build gives the same, on any machine. */
export async function codeSha256(): Promise<string> {
  const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  const hashes = await Promise.all(
    files.map(async (file) => sha256(await readFile(path.join(folder, file)))),
  );
  return sha256OfValue(files.map((file, index) => [file, hashes[index]]));
}
