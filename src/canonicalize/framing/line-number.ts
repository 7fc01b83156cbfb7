const SPACE = 32;
const ZERO = 48;

/** Columns in which a line carries its number within its record: `start` counts from 1. */
export type LineSequence = { start: number; width: number };

/**
 * The number that a line carries in its columns; blanks around it do not count, and 0 stands for none.
 *
 * A column is a character of UTF-8.
 */
export function lineNumber(
  line: { buffer: Buffer; start: number; end: number },
  columns: LineSequence,
): number {
  const { buffer, end } = line;
  const from = line.start + columns.start - 1;
  const to = Math.min(from + columns.width, end);
  for (let index = line.start; index < to; index += 1) {
    if ((buffer[index] as number) > 127) return numberOf(numberText(line, columns));
  }
  let first = from;
  let last = to;
  while (first < last && buffer[first] === SPACE) first += 1;
  while (last > first && buffer[last - 1] === SPACE) last -= 1;
  let number = 0;
  for (let index = first; index < last; index += 1) {
    const digit = (buffer[index] as number) - ZERO;
    if (digit < 0 || digit > 9) return 0;
    number = number * 10 + digit;
  }
  return number;
}

/** The text of those columns, without the blanks around it. */
export function numberText(
  line: { buffer: Buffer; start: number; end: number },
  columns: LineSequence,
): string {
  const from = columns.start - 1;
  const to = from + columns.width;
  // A character has at most four bytes.
  const head = line.buffer.toString('utf8', line.start, Math.min(line.end, line.start + 4 * to));
  return [...head]
    .slice(from, to)
    .join('')
    .replace(/^ +| +$/g, '');
}

function numberOf(text: string): number {
  return /^[0-9]+$/.test(text) ? Number(text) : 0;
}
