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

/** Counts line feeds; a line that holds nothing but its end is blank. */
function measureLines(block: Buffer, ending: number): { lines: number; longest: number; blank: boolean } {
  let lines = 0;
  let longest = 0;
  let shortest = Infinity;
  let start = 0;
  for (let index = block.indexOf(LF); index !== -1; index = block.indexOf(LF, start)) {
    const length = index + 1 - start;
    if (length < shortest) shortest = length;
    if (length > longest) longest = length;
    start = index + 1;
    lines += 1;
  }
  return { lines, longest: longest - ending, blank: shortest <= ending };
}
