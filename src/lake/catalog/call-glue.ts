import type { GlueClient } from '@aws-sdk/client-glue';
import {
  type RetryLimits,
  type RetryMeans,
  retryWithJitter,
  TriedInVain,
} from '../../store/retry-with-jitter.js';
import { glueFailure, verdictOf } from './glue-failure.js';

/** A client of Glue, the database that it works on, and how failed calls are made again. */
export type GlueSession = { client: GlueClient; database: string; limits: RetryLimits; means: RetryMeans };

/**
 * The reply to a call, which is made again while it fails for reasons that pass.
 *
 * Throws `catalog-denied`, `catalog-refused` at once, `catalog-unavailable` after the last attempt.
 */
export async function callGlue<Reply>(
  session: GlueSession,
  operation: string,
  call: (client: GlueClient) => Promise<Reply>,
): Promise<Reply> {
  const trial = {
    act: () => call(session.client),
    isTransient: (error: unknown) => verdictOf(error) === 'again',
  };
  try {
    return await retryWithJitter(trial, session.limits, session.means);
  } catch (error) {
    if (!(error instanceof TriedInVain)) throw error;
    throw glueFailure({ operation, database: session.database }, error.cause, error.attempts);
  }
}
