import { expect, test } from 'vitest';
import { FanOut } from './support/fan-out.js';

test('a simulated day of 500 files, with lost answers, commits each exactly once', async () => {
  const day = await FanOut.run({ files: 500, seed: 7, feeds: 8 });
  expect(day).toMatchObject({ once: 500, twice: 0, missing: 0 });
});
