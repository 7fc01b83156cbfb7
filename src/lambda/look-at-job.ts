import { type JobStep, lookAtStep } from '../jobs/machine/begin-job.js';
import { step } from './step.js';

/** Looks how a job stands, and records its end. */
export const handler = step((context, event: JobStep) => lookAtStep(context.jobs, event));
