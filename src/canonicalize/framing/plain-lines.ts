import { isUtf8 } from 'node:buffer';
import { RECORD_BYTES_LIMIT } from './record-decoder.js';

const LF = 10;
const CR = 13;
const NUL = 0;
/** The database reads whole lines as one field each; this stands for the delimiter that never comes. */
const UNIT_SEPARATOR = 31;

/** What a block of plain lines is: how many there are and what ends them. */
export type PlainLines = { lines: number; line_end: '\n' | '\r\n' };

/**
 * Whether a block of whole lines, the last one ended too, holds nothing that the database reads otherwise than we do:
 * it is UTF-8, each line has text and is no longer than a record may be, all end alike, and no NUL, unit separator or
 * one of the `special` bytes is among them. Null where it is not so: then every record is decoded by itself.
 */
export function plainLines(block: Buffer, special: readonly number[]): PlainLines | null {
  if ([NUL, UNIT_SEPARATOR, ...special].some((byte) => block.includes(byte)) || !isUtf8(block)) return null;
  const returns = block.includes(CR);
  const { lines, longest, blank } = measureLines(block, returns ? 2 : 1);
  if (blank || longest > RECORD_BYTES_LIMIT) return null;
  if (!returns) return { lines, line_end: '\n' };
  return endsAlike(block, lines) ? { lines, line_end: '\r\n' } : null;
}

/** Whether every line ends with CR LF and no CR stands elsewhere. */
function endsAlike(block: Buffer, lines: number): boolean {
  let returns = 0;
  for (let index = block.indexOf(CR); index !== -1; index = block.indexOf(CR, index + 1)) {
    if (block[index + 1] !== LF) return false;
    returns += 1;
  }
  return returns === lines;
}

/** Counts line feeds, four bytes at a time: a word without one is passed over at once. */
function measureLines(block: Buffer, ending: number): { lines: number; longest: number; blank: boolean } {
  let lines = 0;
  let longest = 0;
  let start = 0;
  let blank = false;
  const take = (index: number): void => {
    if (block[index] !== LF) return;
    const length = index + 1 - start;
    if (length <= ending) blank = true;
    if (length > longest) longest = length;
    start = index + 1;
    lines += 1;
  };
  const head = Math.min(block.length, (4 - (block.byteOffset % 4)) % 4);
  for (let index = 0; index < head; index += 1) take(index);
  const words = new Int32Array(block.buffer, block.byteOffset + head, (block.length - head) >> 2);
  for (let word = 0; word < words.length; word += 1) {
    const differs = (words[word] as number) ^ 0x0a0a0a0a;
    if (((differs - 0x01010101) & ~differs & 0x80808080) === 0) continue;
    const index = head + word * 4;
    for (let byte = 0; byte < 4; byte += 1) take(index + byte);
  }
  for (let index = head + words.length * 4; index < block.length; index += 1) take(index);
  return { lines, longest: longest - ending, blank };
}
