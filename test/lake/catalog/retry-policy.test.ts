import { expect, test } from 'vitest';
import { waitAfter } from '../../../src/lake/catalog/retry-policy.js';

async function waits(random: number, attempts: number): Promise<number[]> {
  const lengths: number[] = [];
  const pause = (ms: number): Promise<void> => {
    lengths.push(ms);
    return Promise.resolve();
  };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await waitAfter({ attempts, pause, random: () => random }, attempt);
  }
  return lengths;
}

test('waits double from a tenth of a second up to ten seconds', async () => {
  expect(await waits(0.9999, 9)).toEqual([99, 199, 399, 799, 1599, 3199, 6399, 9999, 9999]);
});

test('chance may make each wait as short as nothing, so that many callers do not come back at once', async () => {
  expect(await waits(0, 3)).toEqual([0, 0, 0]);
  expect(await waits(0.25, 3)).toEqual([25, 50, 100]);
});
