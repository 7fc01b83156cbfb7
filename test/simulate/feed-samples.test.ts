import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { feedSamples } from '../../scripts/write-feed-samples.js';

test.each([...feedSamples()])('%s is what the writers write today, in 3 to 20 lines', async (file, text) => {
  expect(await readFile(file, 'utf8')).toBe(text);
  const lines = text.split('\n').length - 1;
  expect(lines >= 3 && lines <= 20).toBe(true);
});
