import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FanOut, fanOut, seeded } from '../../scripts/scale/fan-out.js';

const calm: FanOut = {
  concurrency: 2,
  start_seconds: 1,
  bytes_per_second: 10,
  failing: 0,
  losing_reply: 0,
  most_tries: 3,
  wait_seconds: 5,
};

const any = fc.record({
  bytes: fc.array(fc.nat(1_000_000), { maxLength: 200 }),
  how: fc.record({
    concurrency: fc.integer({ min: 1, max: 40 }),
    start_seconds: fc.double({ min: 0, max: 10, noNaN: true }),
    bytes_per_second: fc.double({ min: 1, max: 1e6, noNaN: true }),
    failing: fc.double({ min: 0, max: 0.5, noNaN: true }),
    losing_reply: fc.double({ min: 0, max: 0.4, noNaN: true }),
    most_tries: fc.integer({ min: 1, max: 6 }),
    wait_seconds: fc.double({ min: 0, max: 60, noNaN: true }),
  }),
  seed: fc.nat(),
});

test('one file takes its start and its bytes', () => {
  expect(fanOut([100], calm, seeded(1))).toMatchObject({
    makespan_seconds: 11,
    worker_seconds: 11,
    tries: 1,
  });
});

test('two at once: the third begins when the shorter of the first has ended', () => {
  const { makespan_seconds, most_at_once } = fanOut([100, 50, 20], calm, seeded(1));
  expect({ makespan_seconds, most_at_once }).toEqual({ makespan_seconds: 11, most_at_once: 2 });
});

test('a file that fails waits, twice as long each time, and is given up after its tries', () => {
  const chances = [0, 1, 0, 1, 0, 1];
  const failing = { ...calm, failing: 0.5 };
  const { makespan_seconds, commits, tries } = fanOut([100], failing, () => chances.shift() ?? 1);
  // Each try takes its whole time before it fails: 11 + 5 + 11 + 10 + 11.
  expect({ makespan_seconds, commits, tries }).toEqual({ makespan_seconds: 48, commits: [0], tries: 3 });
});

test('a result whose reply was lost is found, and not made twice', () => {
  const chances = [0, 0.9];
  const { commits, tries, worker_seconds, found_committed } = fanOut(
    [100],
    { ...calm, losing_reply: 0.5 },
    () => chances.shift() ?? 1,
  );
  expect({ commits, tries, worker_seconds, found_committed }).toEqual({
    commits: [1],
    tries: 2,
    worker_seconds: 12,
    found_committed: 1,
  });
});

test('never more at once than allowed, and every file is committed once or given up', () => {
  fc.assert(
    fc.property(any, ({ bytes, how, seed }) => {
      const { most_at_once, commits, tries } = fanOut(bytes, how, seeded(seed));
      expect(most_at_once).toBeLessThanOrEqual(how.concurrency);
      expect(commits).toHaveLength(bytes.length);
      for (const count of commits) expect(count === 0 || count === 1).toBe(true);
      expect(tries).toBeGreaterThanOrEqual(bytes.length);
      expect(tries).toBeLessThanOrEqual(bytes.length * how.most_tries);
    }),
  );
});

test('without failures every file is committed, and the work is that of the files, no more and no less', () => {
  fc.assert(
    fc.property(any, ({ bytes, how, seed }) => {
      const sound = { ...how, failing: 0, losing_reply: 0 };
      const { commits, tries, worker_seconds, makespan_seconds } = fanOut(bytes, sound, seeded(seed));
      const work = bytes.reduce((total, one) => total + how.start_seconds + one / how.bytes_per_second, 0);
      expect(commits.every((count) => count === 1)).toBe(true);
      expect(tries).toBe(bytes.length);
      expect(worker_seconds).toBeCloseTo(work, 3);
      const longest = Math.max(0, ...bytes.map((one) => how.start_seconds + one / how.bytes_per_second));
      expect(makespan_seconds).toBeGreaterThanOrEqual(Math.max(longest, work / how.concurrency) - 1e-6);
      // Graham's bound for work that is handed out in any order.
      expect(makespan_seconds).toBeLessThanOrEqual(work / how.concurrency + longest + 1e-6);
    }),
  );
});

test('the same seed gives the same day', () => {
  fc.assert(
    fc.property(any, ({ bytes, how, seed }) => {
      expect(fanOut(bytes, how, seeded(seed))).toEqual(fanOut(bytes, how, seeded(seed)));
    }),
  );
});
