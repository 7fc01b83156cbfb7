import { collectDay } from '../jobs/machine/collect-day.js';
import { step } from './step.js';

/** Records the run of the day with all that its jobs found. */
export const handler = step('collect-alerts', (context, event) => collectDay(context.machine, event));
