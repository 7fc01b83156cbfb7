import { gateLedger } from '../jobs/machine/gate-ledger.js';
import { step } from './step.js';

/** Says whether the day may begin. */
export const handler = step('gate-ledger', (context, event) => gateLedger(context.machine, event));
