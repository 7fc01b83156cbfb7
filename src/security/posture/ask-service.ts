import { OperationalFailure } from '../../domain/operational-failure.js';
import { type RetryMeans, retryWithJitter, TriedInVain } from '../../store/retry-with-jitter.js';
import { isTransient, s3ErrorFacts } from '../../store/s3-error-facts.js';
import type { Answer } from './answer.js';

/** A call that reads a setting, and how a service names what stands in its way. */
export type Asked = {
  /** Action of IAM: `kms:GetKeyPolicy`. */
  readonly permission: string;
  /** Code with which the service says that there is no such thing. */
  readonly unset: string;
};

const LIMITS = { attempts: 5, first_wait_ms: 100, longest_wait_ms: 5_000, deadline_ms: 30_000 };
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedException|UnauthorizedOperation)$/;

/** What a service answers, tried again where that may help. Throws `posture-unreadable` where there is no answer about the setting. */
export async function askService<Value>(
  { permission, unset }: Asked,
  means: RetryMeans,
  act: () => Promise<Value | null>,
): Promise<Answer<Value>> {
  try {
    const trial = { act, isTransient: (error: unknown) => isTransient(s3ErrorFacts(error)) };
    const value = await retryWithJitter(trial, LIMITS, means);
    return value === null ? { kind: 'unset' } : { kind: 'set', value };
  } catch (error) {
    const cause = error instanceof TriedInVain ? error.cause : error;
    const { name, message } = s3ErrorFacts(cause);
    if (name === unset) return { kind: 'unset' };
    if (DENIED.test(name)) return { kind: 'unreadable', permission, reason: name };
    throw new OperationalFailure(
      'posture-unreadable',
      { operation: permission, reason: `${name}: ${message}` },
      { cause },
    );
  }
}
