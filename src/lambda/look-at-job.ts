import { lookAtStep } from '../jobs/machine/begin-job.js';
import { step } from './step.js';

/** Looks how a job stands, and records its end. */
export const handler = step('look-at-job', (context, event) => lookAtStep(context.jobs, event));
