import type { JobRun } from '@aws-sdk/client-glue';
import type { JobStatus } from '../runner.js';
import { explainGlueFailure } from './explain-glue-failure.js';
import { billOfRun } from './glue-price.js';

const STATES: Readonly<Record<string, JobStatus['state']>> = {
  WAITING: 'queued',
  STARTING: 'starting',
  RUNNING: 'running',
  STOPPING: 'cancelling',
  STOPPED: 'cancelled',
  SUCCEEDED: 'success',
  FAILED: 'failed',
  ERROR: 'failed',
  TIMEOUT: 'failed',
  EXPIRED: 'failed',
};

/** How a run stands. A state that is not known is taken for running, so that nothing is given up over a new word. */
export function glueRunStatus(run: JobRun, usd_per_dpu_hour: string): JobStatus {
  const native_state = String(run.JobRunState);
  const state = STATES[native_state] ?? 'running';
  const ended = state === 'success' || state === 'failed' || state === 'cancelled';
  const waits = state === 'queued' ? 'waits for capacity of Glue' : null;
  return {
    state,
    native_state,
    reason: state === 'failed' ? explainGlueFailure(native_state, run.ErrorMessage ?? '') : waits,
    queued_seconds: null,
    billed: ended ? billOfRun(run, usd_per_dpu_hour) : null,
    dashboard: null,
  };
}

/** How a run stands whose job is gone: it is removed once the results were seen, which say whether it ended well. */
export function removedStatus(): JobStatus {
  const nothing = { reason: null, queued_seconds: null, billed: null, dashboard: null };
  return { ...nothing, state: 'success', native_state: 'REMOVED' };
}
