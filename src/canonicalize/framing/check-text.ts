import { isUtf8 } from 'node:buffer';
import type { RecordFault } from '../diagnostics.js';
import type { CutRecord } from './record-cutter.js';
import { placeOf, recordFault } from './record-fault.js';

/** The fault of a line that is not UTF-8 text, holds half of a surrogate pair or holds NUL, with the offset of the byte in the file; null when sound. */
export function checkText(line: CutRecord, file: string): RecordFault | null {
  const bytes = line.buffer.subarray(line.start, line.end);
  const at = placeOf(file, line);
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    return recordFault(at, 'character-nul', { byte_offset: line.offset + nul });
  }
  if (isUtf8(bytes)) return null;
  const bad = firstBadByte(bytes);
  const code = isSurrogate(bytes, bad) ? 'surrogate-unpaired' : 'text-not-utf8';
  return recordFault(at, code, { byte_offset: line.offset + bad });
}

/** Whether half of a surrogate pair stands there, as UTF-8 would encode it if it might. */
function isSurrogate(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xed && /^[\xa0-\xbf][\x80-\xbf]/.test(bytes.toString('latin1', at + 1, at + 3));
}

/** Index of the first byte that is not UTF-8, in bytes of which one is not. */
export function firstBadByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Prefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // A character that begins before the bad byte is bad from its first byte.
  while (!isUtf8(bytes.subarray(0, good))) good -= 1;
  return good;
}

/** Whether the bytes are UTF-8 but for a character that the end may cut. */
function isUtf8Prefix(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
