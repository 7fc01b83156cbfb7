import { beginJob } from '../jobs/machine/begin-job.js';
import { step } from './step.js';

/** Records that an attempt is begun, and says what starts it. */
export const handler = step('begin-job', (context, event) => beginJob(context.jobs, event));
