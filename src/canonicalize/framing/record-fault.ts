import type { RecordFault, RecordFaultCode, RecordFaultData } from '../diagnostics.js';

/** The fault of one record, placed at its first byte. */
export function recordFault<Code extends RecordFaultCode>(
  at: { file: string; line: number; byte_offset: number },
  code: Code,
  data: RecordFaultData[Code],
): RecordFault {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, severity: 'error', at, data } as RecordFault;
}

/** Where a line of a file begins. */
export function placeOf(
  file: string,
  line: { number: number; offset: number },
): { file: string; line: number; byte_offset: number } {
  return { file, line: line.number, byte_offset: line.offset };
}
