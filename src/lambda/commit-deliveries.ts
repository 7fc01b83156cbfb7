import { commitFeed } from '../jobs/machine/commit-feed.js';
import { step } from './step.js';

/** A function has fifteen minutes; what is left is for the file that was begun last. */
const MOST_MS = 5 * 60_000;

/** Commits settled files of one feed in their order. */
export const handler = step('commit-deliveries', (context, event) =>
  commitFeed(context.machine, event, { now_ms: () => performance.now(), most_ms: MOST_MS }),
);
