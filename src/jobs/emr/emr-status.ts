import type { JobRun } from '@aws-sdk/client-emr-serverless';
import type { JobStatus } from '../runner.js';
import { billOf, type EmrRates } from './emr-price.js';
import { explainEmrFailure, explainEmrWait } from './explain-emr-failure.js';

const STATES: Readonly<Record<string, JobStatus['state']>> = {
  SUBMITTED: 'starting',
  PENDING: 'starting',
  SCHEDULED: 'starting',
  QUEUED: 'queued',
  RUNNING: 'running',
  SUCCESS: 'success',
  FAILED: 'failed',
  CANCELLING: 'cancelling',
  CANCELLED: 'cancelled',
};

/** How a job run stands. A state that is not known is taken for running, so that nothing is given up over a new word. */
export function emrStatus(run: JobRun, dashboard: string | null, rates: EmrRates): JobStatus {
  const native_state = String(run.state);
  const state = STATES[native_state] ?? 'running';
  const queued_ms = run.queuedDurationMilliseconds ?? 0;
  const trouble = { state: native_state, details: run.stateDetails ?? '', queued_ms };
  const hours = run.billedResourceUtilization;
  return {
    state,
    native_state,
    reason:
      state === 'success' || state === 'cancelled'
        ? null
        : (explainEmrWait(native_state) ?? (state === 'running' ? null : explainEmrFailure(trouble))),
    queued_seconds: run.queuedDurationMilliseconds === undefined ? null : Math.round(queued_ms / 100) / 10,
    billed: hours === undefined ? null : billOf(hours, rates),
    dashboard,
  };
}
