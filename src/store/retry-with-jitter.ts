/** Time and chance, given from outside so that tests decide them. */
export type RetryMeans = {
  /** A clock that never goes back, in milliseconds. */
  now_ms: () => number;
  sleep: (ms: number) => Promise<void>;
  /** From 0 to below 1. */
  random: () => number;
};

export type RetryLimits = {
  /** Times that something is tried at most, the first one included. */
  attempts: number;
  /** The longest wait before the second try; it doubles with every try. */
  first_wait_ms: number;
  longest_wait_ms: number;
  /** No try begins later than this after the first one. */
  deadline_ms: number;
};

/** What was tried in vain, how often and for how long; `cause` is the last failure. */
export class TriedInVain extends Error {
  readonly attempts: number;
  readonly elapsed_ms: number;
  /** Whether at least one try may have had its effect although it failed. */
  readonly outcome_unknown: boolean;

  constructor(cause: unknown, tries: { attempts: number; elapsed_ms: number; outcome_unknown: boolean }) {
    super('tried in vain', { cause });
    this.name = 'TriedInVain';
    this.attempts = tries.attempts;
    this.elapsed_ms = tries.elapsed_ms;
    this.outcome_unknown = tries.outcome_unknown;
  }
}

/** What is tried, and which of its failures may pass by themselves. */
export type Trial<Result> = { act: () => Promise<Result>; isTransient: (error: unknown) => boolean };

/**
 * The result of the first try that succeeds. Waits before each further try between nothing and a bound that doubles
 * (full jitter), so that many who failed together do not come back together. Throws `TriedInVain`.
 */
export async function retryWithJitter<Result>(
  { act, isTransient }: Trial<Result>,
  limits: RetryLimits,
  means: RetryMeans,
): Promise<Result> {
  const started_ms = means.now_ms();
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await act();
    } catch (error) {
      const transient = isTransient(error);
      const elapsed_ms = means.now_ms() - started_ms;
      const wait_ms = jitter(attempts, limits, means);
      if (!transient || attempts >= limits.attempts || elapsed_ms + wait_ms > limits.deadline_ms) {
        throw new TriedInVain(error, { attempts, elapsed_ms, outcome_unknown: transient || attempts > 1 });
      }
      await means.sleep(wait_ms);
    }
  }
}

/** A wait after a number of tries, in milliseconds. */
export function jitter(attempts: number, limits: RetryLimits, means: Pick<RetryMeans, 'random'>): number {
  return means.random() * Math.min(limits.longest_wait_ms, limits.first_wait_ms * 2 ** (attempts - 1));
}
