import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateDocs } from './generate-docs.js';
import { generateTypes } from './generate-types.js';

/** Writes every generated file, or with --check compares and fails on the first that is not fresh. */
const check = process.argv.includes('--check');
const stale: string[] = [];

async function emit(file: string, text: string): Promise<void> {
  if (!check) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    return;
  }
  const standing = await readFile(file, 'utf8').catch(() => null);
  if (standing !== text) stale.push(path.relative('.', file));
}

await generateTypes(emit);
await generateDocs(emit);
if (stale.length > 0) {
  console.error(`not fresh: ${stale.join(', ')}; run npm run generate`);
  process.exitCode = 1;
}
