import { startJob } from '../jobs/machine/begin-job.js';
import { step } from './step.js';

/** Runs a small job in this process, or starts one at its service. */
export const handler = step('start-job', (context, event) => startJob(context.jobs, event));
