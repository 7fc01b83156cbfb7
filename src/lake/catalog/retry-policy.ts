/** How failed calls are made again; time and chance come from outside. */
export type RetryPolicy = {
  /** Calls at most, the first one included. */
  attempts: number;
  pause: (ms: number) => Promise<void>;
  /** At least 0, less than 1. */
  random: () => number;
};

const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** Waits before the next attempt: anything up to 100 ms after the first, up to twice as long after each further one. */
export function waitAfter(policy: RetryPolicy, attempt: number): Promise<void> {
  const longest = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);
  return policy.pause(Math.floor(policy.random() * longest));
}
