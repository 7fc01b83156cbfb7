import type { ControlTotal } from '../../domain/generated/manifest.js';
import type { ControlComparison } from '../control-comparison.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault } from '../diagnostics.js';

/** Most totals of batches that a manifest lists, and most breaks of them that a refusal tells; all are counted. */
export const LISTED_TOTALS = 1000;
export const LISTED_BREAKS = 20;

/** What the batches of a file declare, held against what they hold; both in the order of the file, and bounded. */
export type BatchFindings = { totals: readonly ControlTotal[]; breaks: readonly DeliveryFault[] };

/** Collects what is found of the batches of one file. Faults: control-breaks-untold. */
export class BatchTotals {
  readonly #file: string;
  readonly #totals: ControlTotal[] = [];
  readonly #breaks: DeliveryFault[] = [];
  #unlisted = { checked: 0, agreed: 0 };
  #untold = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add({ name, declared, counted, agrees, fault }: ControlComparison): void {
    if (this.#totals.length < LISTED_TOTALS) this.#totals.push({ name, declared, counted });
    else {
      this.#unlisted.checked += 1;
      this.#unlisted.agreed += agrees ? 1 : 0;
    }
    if (!agrees) this.tell(fault);
  }

  tell(fault: DeliveryFault): void {
    if (this.#breaks.length < LISTED_BREAKS) this.#breaks.push(fault);
    else this.#untold += 1;
  }

  /** What was found so far; where there is more than is listed, the last one says how much. */
  get findings(): BatchFindings {
    const { checked, agreed } = this.#unlisted;
    const more = { name: 'further totals of batches', declared: String(checked), counted: String(agreed) };
    const untold = { told: LISTED_BREAKS, more: this.#untold };
    return {
      totals: checked === 0 ? this.#totals : [...this.#totals, more],
      breaks:
        this.#untold === 0
          ? this.#breaks
          : [...this.#breaks, deliveryFault('control-breaks-untold', { file: this.#file }, untold)],
    };
  }
}
