import type { DeliveryFault } from '../diagnostics.js';
import type { BatchFindings } from './batch-totals.js';
import type { ControlLine } from './record-framer.js';

/** What the bytes of one delivery are, beside its segments: faults, control lines; or the reason to refuse it. */
export type FramedDelivery = {
  refusal: DeliveryFault | null;
  /** Records in all segments. */
  records: number;
  header: ControlLine | null;
  trailer: ControlLine | null;
  /** What the batches declare, and what is wrong with them, which refuses the delivery too. */
  batches: BatchFindings;
  fault_count: number;
  ignored: number;
  control_lines: number;
  /** Bytes after decompression; every one belongs to a counted record or line. */
  text_bytes: number;
};
