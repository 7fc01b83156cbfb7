import { OperationalFailure } from '../../domain/operational-failure.js';
import { verdictOf } from '../../lake/catalog/glue-failure.js';

/** A call of CloudTrail's API that failed after so many attempts. */
export type CloudTrailCall = { operation: string; region: string; attempts: number };

/** Whether the same call may succeed when made again. */
export function isTransientCloudTrail(error: unknown): boolean {
  return verdictOf(error) === 'again';
}

/** The failure that an error of the client stands for. */
export function cloudTrailFailure(
  { operation, region, attempts }: CloudTrailCall,
  cause: unknown,
): OperationalFailure {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const verdict = verdictOf(cause);
  const data = { operation, region, reason };
  if (verdict === 'denied') return new OperationalFailure('cloudtrail-denied', data, { cause });
  if (verdict === 'refused') return new OperationalFailure('cloudtrail-refused', data, { cause });
  return new OperationalFailure('cloudtrail-unavailable', { ...data, attempts }, { cause, retryable: true });
}
