import type { Place } from '../../domain/diagnostic.js';
import type { RecordRepair } from '../../domain/generated/repair.js';

/** One record of a repair, and the places of its parts in the file that was given. */
export type GivenRepair = {
  record: RecordRepair;
  byte_offset: number;
  at: Place;
  placeOf: (...keys: string[]) => Place;
};
