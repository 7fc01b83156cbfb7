import type { Retrier } from './definition.js';
import { matches, type StatesError } from './states-error.js';

/** Retries that a state has had, by its retriers. */
export type RetryCounts = Map<Retrier, number>;

/** Milliseconds to wait before the next try; null where the first retrier of the error has had all its tries, or none is for it. */
export function nextRetryMs(
  retriers: readonly Retrier[],
  error: StatesError,
  { counts, random }: { counts: RetryCounts; random: () => number },
): number | null {
  const retrier = retriers.find(({ ErrorEquals }) => matches(ErrorEquals, error));
  if (retrier === undefined) return null;
  const had = counts.get(retrier) ?? 0;
  if (had >= retrier.MaxAttempts) return null;
  counts.set(retrier, had + 1);
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy } = retrier;
  const seconds = Math.min(IntervalSeconds * BackoffRate ** had, MaxDelaySeconds);
  return 1000 * seconds * (JitterStrategy === 'FULL' ? random() : 1);
}
