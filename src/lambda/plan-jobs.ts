import type { StepOf } from '../jobs/machine/machine-context.js';
import { planDayJobs } from '../jobs/machine/plan-day-jobs.js';
import { step } from './step.js';

/** Plans a job for each pattern over what is committed. */
export const handler = step((context, event: StepOf) => planDayJobs(context.machine, event));
