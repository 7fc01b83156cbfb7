import type { QueryExecution } from '@aws-sdk/client-athena';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { JobStatus } from '../runner.js';
import { billOfBytes } from './athena-price.js';
import { explainAthenaFailure, isBytesLimit } from './explain-athena-failure.js';

const STATES: Readonly<Record<string, JobStatus['state']>> = {
  QUEUED: 'queued',
  RUNNING: 'running',
  SUCCEEDED: 'success',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** Days that Athena keeps the history of queries. */
export const DAYS = 45;

/**
 * How a query stands. One that Athena cancelled because it read too much has failed; what failed is not billed, what was cancelled is.
 *
 * A state that is not known is taken for running.
 */
export function athenaStatus(execution: QueryExecution, usd_per_tb: string): JobStatus {
  const native_state = String(execution.Status?.State);
  const said = execution.Status?.StateChangeReason ?? '';
  const stands = STATES[native_state] ?? 'running';
  const state = stands === 'cancelled' && isBytesLimit(said) ? 'failed' : stands;
  const queued_ms = execution.Statistics?.QueryQueueTimeInMillis;
  const bytes = native_state === 'FAILED' ? 0 : (execution.Statistics?.DataScannedInBytes ?? 0);
  const ended = state === 'success' || state === 'failed' || state === 'cancelled';
  return {
    state,
    native_state,
    reason: reasonOf(state, said),
    queued_seconds: queued_ms === undefined ? null : Math.round(queued_ms / 100) / 10,
    billed: ended ? billOfBytes(bytes, usd_per_tb) : null,
    dashboard: null,
  };
}

function reasonOf(state: JobStatus['state'], said: string): string | null {
  if (state === 'queued') return 'waits in the queue of Athena: as many queries run as the account may';
  return state === 'failed' ? explainAthenaFailure(said) : null;
}

/** The failure for a query, or its result, that Athena no longer knows. */
export function expired(id: string, cause?: unknown): OperationalFailure {
  return new OperationalFailure('athena-query-expired', { id, days: DAYS }, { cause });
}

/** How a query stands that Athena no longer knows. */
export function expiredStatus(id: string): JobStatus {
  const nothing = { queued_seconds: null, billed: null, dashboard: null };
  return { ...nothing, state: 'failed', native_state: 'EXPIRED', reason: expired(id).message };
}
