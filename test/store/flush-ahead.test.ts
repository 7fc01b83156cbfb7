import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { flushAhead } from '../../src/store/flush-ahead.js';

test('flushing ahead lets a file be read and removed meanwhile, and says nothing of one that is not there', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'flush-'));
  const file = path.join(folder, 'part');
  await writeFile(file, 'bytes');
  flushAhead(file);
  flushAhead(path.join(folder, 'missing'));
  expect(await readFile(file, 'utf8')).toBe('bytes');
  // An error that nobody catches would fail this run.
  await rm(folder, { recursive: true });
});
