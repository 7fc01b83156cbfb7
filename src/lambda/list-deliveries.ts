import { listDeliveries } from '../jobs/machine/list-deliveries.js';
import type { StepOf } from '../jobs/machine/machine-context.js';
import { step } from './step.js';

/** Lists what came for a trade date. */
export const handler = step((context, event: StepOf) => listDeliveries(context.machine, event));
