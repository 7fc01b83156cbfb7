import type { GlueClient } from '@aws-sdk/client-glue';
import { glueFailure, verdictOf } from './glue-failure.js';
import { type RetryPolicy, waitAfter } from './retry-policy.js';

/** A client of Glue, the database that it works on, and how failed calls are made again. */
export type GlueSession = { client: GlueClient; database: string; retry: RetryPolicy };

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
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call(session.client);
    } catch (error) {
      if (verdictOf(error) !== 'again' || attempt >= session.retry.attempts) {
        throw glueFailure({ operation, database: session.database }, error, attempt);
      }
      await waitAfter(session.retry, attempt);
    }
  }
}
