import { OperationalFailure } from '../../domain/operational-failure.js';

/** What is to be thrown for an error of a user's query: `query-refused` with what the database says; other errors as they are. */
export function queryRefused(error: unknown): unknown {
  if (!(error instanceof OperationalFailure) || error.code !== 'database-failed') return error;
  const { reason } = error.data as { reason: string };
  return new OperationalFailure('query-refused', { reason }, { cause: error });
}
