import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariant } from './invariant.js';

/** Absolute path of the folder that holds this package's package.json, from sources and from the build alike. */
export function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    invariant(parent !== folder, 'a folder above this file holds package.json');
    folder = parent;
  }
  return folder;
}
