import { planDayJobs } from '../jobs/machine/plan-day-jobs.js';
import { step } from './step.js';

/** Plans a job for each pattern over what is committed. */
export const handler = step('plan-jobs', (context, event) => planDayJobs(context.machine, event));
