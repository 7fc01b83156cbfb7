import { expect, test } from 'vitest';
import { fanOut } from './support/fan-out.js';

const times = { settle_ms: 150, commit_ms: 30, bytes_per_ms: 23_000, transition_ms: 50 };

test('a simulated day of 2,500 files, with lost answers, commits each exactly once, by one put', async () => {
  const files = 2_500;
  const day = await fanOut({ files, seed: 7, feeds: 8, times });
  expect(day).toMatchObject({ once: files, twice: 0, missing: 0 });
  expect(day.overhead).toBeLessThan(0.03);
  // Its own entry; what is more is once a call, or once for 256 entries.
  expect(day.committing.puts_and_lists / files).toBeLessThan(1.05);
  // Its settlement, in the first call or in one that was made again, and its entry for the checkpoint.
  expect(day.committing.gets / files).toBeLessThan(2.5);
});

test('twice the files cost twice the requests', async () => {
  const [once, twice] = await Promise.all(
    [600, 1_200].map((files) => fanOut({ files, seed: 11, feeds: 1, times })),
  );
  for (const phase of ['settling', 'committing'] as const) {
    const requests = (day: typeof once): number =>
      (day?.[phase].puts_and_lists ?? 0) + (day?.[phase].gets ?? 0);
    expect(requests(twice) / requests(once)).toBeGreaterThan(1.8);
    expect(requests(twice) / requests(once)).toBeLessThan(2.2);
  }
});
