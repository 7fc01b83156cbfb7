import { canonicalizeRange } from '../jobs/machine/canonicalize-range.js';
import { step } from './step.js';

/** Settles the files of a range; nothing of it is visible before it is committed. */
export const handler = step((context, event: Parameters<typeof canonicalizeRange>[1]) =>
  canonicalizeRange(context.machine, event),
);
