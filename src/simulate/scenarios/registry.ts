import { excessiveCancels } from './excessive-cancels.js';
import { frontRunning } from './front-running.js';
import { layering } from './layering.js';
import { markingTheClose } from './marking-the-close.js';
import type { Scenario } from './scenario.js';
import { washTrade } from './wash-trade.js';

/** Every scenario, in order of pattern id. */
export const scenarios: readonly Scenario[] = [
  excessiveCancels,
  frontRunning,
  layering,
  markingTheClose,
  washTrade,
];
