import { OperationalFailure } from '../domain/operational-failure.js';
import { verdictOf } from '../lake/catalog/glue-failure.js';
import {
  type RetryLimits,
  type RetryMeans,
  retryWithJitter,
  TriedInVain,
} from '../store/retry-with-jitter.js';

/** How failed calls of a service are made again. */
export type ServiceCalls = { service: string; limits: RetryLimits; means: RetryMeans };

/** Limits of retries for services that run jobs. */
export const CALL_LIMITS: RetryLimits = {
  attempts: 8,
  first_wait_ms: 100,
  longest_wait_ms: 10_000,
  deadline_ms: 120_000,
};

/**
 * The reply to a call that may be made twice, which is made again while it fails for reasons that pass.
 *
 * Throws `job-service-denied`, `job-service-refused` at once, `job-service-unavailable` after the last attempt. All are retryable
 * where a call before the last one may have had its effect: a refusal then does not say that nothing was done.
 */
export async function callService<Reply>(
  { service, limits, means }: ServiceCalls,
  operation: string,
  act: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await retryWithJitter(
      { act, isTransient: (error) => verdictOf(error) === 'again' },
      limits,
      means,
    );
  } catch (error) {
    if (!(error instanceof TriedInVain)) throw error;
    const { cause, attempts } = error;
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    const verdict = verdictOf(cause);
    const data = { service, operation, reason };
    const because = { cause, retryable: error.outcome_unknown };
    if (verdict === 'denied') throw new OperationalFailure('job-service-denied', data, because);
    if (verdict === 'refused') throw new OperationalFailure('job-service-refused', data, because);
    const tried = { ...data, attempts };
    throw new OperationalFailure('job-service-unavailable', tried, { cause, retryable: true });
  }
}

/** Whether a service refused a call because it does not know what the call names. */
export function isNotFound(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error && cause.name === 'ResourceNotFoundException';
}
