import type { DeliveryFault } from './diagnostics.js';

/** One value that a file declares of itself: what it is about, declared and counted as text, and the fault where they differ. */
export type ControlComparison = {
  name: string;
  declared: string;
  counted: string;
  agrees: boolean;
  fault: DeliveryFault;
};
