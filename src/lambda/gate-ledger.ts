import { gateLedger } from '../jobs/machine/gate-ledger.js';
import { step } from './step.js';

/** Says whether the day may begin. */
export const handler = step((context, event: Parameters<typeof gateLedger>[1]) =>
  gateLedger(context.machine, event),
);
