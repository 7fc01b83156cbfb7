import type { RecordFaultCode, RecordFaultData } from '../diagnostics.js';

/** What is wrong with a FIX message, without its place. */
export type FixFinding = {
  [Code in RecordFaultCode]: { code: Code; data: RecordFaultData[Code] };
}[RecordFaultCode];

/** A finding of one code; keeps code and data of one type together. */
export function fixFinding<Code extends RecordFaultCode>(
  code: Code,
  data: RecordFaultData[Code],
): FixFinding {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, data } as FixFinding;
}
