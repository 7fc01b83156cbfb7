import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type Cli, transcript } from './run-cli.js';

/** Compares text with a file of test/golden/cli; with UPDATE=1 writes the file instead. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`../../golden/cli/${name}.txt`, import.meta.url);
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/** Makes the calls one after the other and compares the transcript of all with one golden file. */
export async function expectGoldenCalls(
  name: string,
  where: { folder: string; tapewarden: Cli },
  calls: readonly (readonly string[])[],
): Promise<void> {
  const blocks: string[] = [];
  for (const call of calls) {
    blocks.push(transcript(where.folder, call, await where.tapewarden(...call)));
  }
  expectGolden(name, blocks.join('\n'));
}
