import type { DescribeStatementResponse } from '@aws-sdk/client-redshift-data';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { JobStatus } from '../runner.js';

const STATES: Readonly<Record<string, JobStatus['state']>> = {
  SUBMITTED: 'queued',
  PICKED: 'starting',
  STARTED: 'running',
  FINISHED: 'success',
  FAILED: 'failed',
  ABORTED: 'cancelled',
};

/** Bytes of one result, and hours that a statement may run and its result is kept. */
export const MOST_RESULT_BYTES = 100_000_000;
export const HOURS = 24;

const NOTHING_BILLED = { queued_seconds: null, billed: null, dashboard: null };

/** How a batch stands. The service tells no price: `billed` is null. A state that is not known is taken for running. */
export function redshiftStatus(statement: DescribeStatementResponse): JobStatus {
  const native_state = String(statement.Status);
  const state = STATES[native_state] ?? 'running';
  const told = { ...NOTHING_BILLED, native_state };
  const largest = Math.max(0, ...(statement.SubStatements ?? []).map(({ ResultSize = 0 }) => ResultSize));
  if (state === 'success' && largest > MOST_RESULT_BYTES) {
    return { ...told, state: 'failed', reason: tooLarge(`${largest} bytes`) };
  }
  const ended_badly = state === 'failed' || state === 'cancelled';
  return { ...told, state, reason: ended_badly ? explain(errorOf(statement)) : null };
}

/** How a statement stands that the service no longer knows. */
export function forgottenStatus(id: string): JobStatus {
  const { message } = forgotten(id);
  return { ...NOTHING_BILLED, state: 'failed', native_state: 'EXPIRED', reason: message };
}

/** The failure for a statement, or its result, that the service no longer knows. */
export function forgotten(id: string, cause?: unknown): OperationalFailure {
  return new OperationalFailure('redshift-statement-expired', { id, hours: HOURS }, { cause });
}

function errorOf({ Error: own, SubStatements = [] }: DescribeStatementResponse): string {
  const failed = SubStatements.find(({ Error: error }) => error !== undefined && error !== '');
  return (own ?? '') || (failed?.Error ?? '');
}

function tooLarge(reason: string): string {
  return new OperationalFailure('redshift-result-too-large', { reason, most: MOST_RESULT_BYTES }).message;
}

/** Why a batch did not end well, in words with the next step; null where the service says nothing. */
function explain(error: string): string | null {
  if (error === '') return null;
  if (/result.{0,60}(?:exceed|larger|100 ?MB)|(?:exceed|larger).{0,60}result/i.test(error)) {
    return tooLarge(error);
  }
  if (/(?:exceed|reach|longer).{0,40}24 ?(?:h|hours)|query.{0,20}time-?out/i.test(error)) {
    return new OperationalFailure('redshift-timed-out', { reason: error, hours: HOURS }).message;
  }
  return error;
}
