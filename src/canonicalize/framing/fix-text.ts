import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import type { CutRecord } from './record-cutter.js';
import { placeOf } from './record-fault.js';

/** The fault of a record that is not UTF-8 text or holds NUL outside its data (start and stop of each, one after the other). */
export function checkFixText(record: CutRecord, file: string, opaque: readonly number[]): RecordFault | null {
  const edges = [record.start, ...opaque, record.end];
  for (let index = 0; index < edges.length; index += 2) {
    const start = edges[index] as number;
    const end = edges[index + 1] as number;
    const piece = { ...record, start, end, offset: record.offset + start - record.start };
    const fault = checkText(piece, file);
    if (fault !== null) return { ...fault, at: placeOf(file, record) };
  }
  return null;
}
