import { describe, expect, test } from 'vitest';
import { type RetryLimits, retryWithJitter, TriedInVain } from '../../src/store/retry-with-jitter.js';

const LIMITS: RetryLimits = { attempts: 5, first_wait_ms: 100, longest_wait_ms: 300, deadline_ms: 10_000 };

/** Tries what fails so many times, with chance that always answers the same. */
async function tried(
  failures: number,
  { random = 1, limits = LIMITS, transient = true, call_ms = 0 } = {},
): Promise<{ result: string | TriedInVain; waits: number[] }> {
  const waits: number[] = [];
  let clock = 0;
  let calls = 0;
  const act = async (): Promise<string> => {
    calls += 1;
    clock += call_ms;
    if (calls <= failures) throw new Error(`failure ${calls}`);
    return `call ${calls}`;
  };
  const means = {
    now_ms: () => clock,
    sleep: async (ms: number) => {
      waits.push(ms);
      clock += ms;
    },
    random: () => random,
  };
  const result = await retryWithJitter({ act, isTransient: () => transient }, limits, means).catch(
    (error: unknown) => error as TriedInVain,
  );
  return { result, waits };
}

describe('what fails and may pass', () => {
  test('is tried again until it succeeds', async () => {
    expect((await tried(0)).result).toBe('call 1');
    expect((await tried(4)).result).toBe('call 5');
  });

  test('waits within a bound that doubles up to the longest wait', async () => {
    expect((await tried(4)).waits).toEqual([100, 200, 300, 300]);
  });

  test('waits by chance anything from nothing to the bound', async () => {
    expect((await tried(4, { random: 0 })).waits).toEqual([0, 0, 0, 0]);
    expect((await tried(4, { random: 0.5 })).waits).toEqual([50, 100, 150, 150]);
  });

  test('is given up after the last attempt, with the last failure, their number and the time', async () => {
    const { result, waits } = await tried(5, { call_ms: 10 });
    expect(result).toMatchObject({ attempts: 5, elapsed_ms: 950, outcome_unknown: true });
    expect((result as TriedInVain).cause).toMatchObject({ message: 'failure 5' });
    expect(waits).toHaveLength(4);
  });

  test('is given up where the next try would begin after the deadline, exactly at it not yet', async () => {
    const at = await tried(3, { limits: { ...LIMITS, deadline_ms: 300 } });
    expect(at.result).toMatchObject({ attempts: 3, elapsed_ms: 300 });
    const before = await tried(3, { limits: { ...LIMITS, deadline_ms: 299 } });
    expect(before.result).toMatchObject({ attempts: 2, elapsed_ms: 100 });
  });
});

test('what cannot pass is not tried again, and its outcome is known', async () => {
  const { result, waits } = await tried(1, { transient: false });
  expect(result).toBeInstanceOf(TriedInVain);
  expect(result).toMatchObject({ attempts: 1, outcome_unknown: false });
  expect(waits).toEqual([]);
});
