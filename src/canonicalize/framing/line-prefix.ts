import type { CutRecord } from './record-cutter.js';

const BYTE_ORDER_MARK = Buffer.from('\ufeff', 'utf8');

/** Whether a line begins with the given bytes. */
export function beginsWith(line: CutRecord, prefix: Buffer): boolean {
  if (line.end - line.start < prefix.length) return false;
  for (let index = 0; index < prefix.length; index += 1) {
    if (line.buffer[line.start + index] !== prefix[index]) return false;
  }
  return true;
}

/** A line without the byte-order mark that may begin the first one of a file; its offset stays. */
export function withoutByteOrderMark(line: CutRecord): CutRecord {
  if (line.offset !== 0 || !beginsWith(line, BYTE_ORDER_MARK)) return line;
  return { ...line, start: line.start + BYTE_ORDER_MARK.length };
}

/** A line as text, with replacement characters for what is no UTF-8. */
export function textOf(line: CutRecord): string {
  return line.buffer.toString('utf8', line.start, line.end);
}
