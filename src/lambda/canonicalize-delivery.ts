import { canonicalizeRange } from '../jobs/machine/canonicalize-range.js';
import { step } from './step.js';

/** Settles the files of a range; nothing of it is visible before it is committed. */
export const handler = step('canonicalize-delivery', (context, event) =>
  canonicalizeRange(context.machine, event),
);
