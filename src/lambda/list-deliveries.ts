import { listDeliveries } from '../jobs/machine/list-deliveries.js';
import { step } from './step.js';

/** Lists what came for a trade date. */
export const handler = step('list-deliveries', (context, event) => listDeliveries(context.machine, event));
