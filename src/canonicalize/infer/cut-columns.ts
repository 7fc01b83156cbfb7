import { areMics, meaningsOf } from './canonical-values.js';
import { isCompactDate, timeForms } from './timestamp-forms.js';

/** A field's place in a fixed-width line: `start` from 1; `told` where blanks, dates or kinds of characters show its ends. */
export type ColumnCut = { start: number; width: number; told: boolean };

/** Most digits that a decimal column can take; longer runs of digits are cut there. */
const MOST_DIGITS = 18;

/** Cuts lines of equal width into fields, by blanks that fill up fields, by kinds of characters, by dates and known codes. */
export function cutColumns(lines: readonly string[]): ColumnCut[] {
  const width = lines[0]?.length ?? 0;
  const kinds = Array.from({ length: width }, (_, column) => kindOf(lines, column));
  const runs: { from: number; to: number }[] = [];
  let from = kinds.findIndex((kind) => kind !== 'blank');
  for (let column = from + 1; from >= 0 && column <= width; column += 1) {
    if (column < width && !isEdge(lines, kinds, column)) continue;
    runs.push({ from, to: column });
    from = column;
    while (from < width && kinds[from] === 'blank') from += 1;
    if (from >= width) break;
    column = from;
  }
  return runs
    .flatMap((run) => splitRun(lines, run))
    .filter(({ start, width: size }) => !allBlank(lines, start - 1, size));
}

type Kind = 'blank' | 'digit' | 'letter' | 'mixed' | 'filled';

/** What stands in a column on all lines; `filled` is anything with blanks among it. */
function kindOf(lines: readonly string[], column: number): Kind {
  const characters = new Set(lines.map((line) => line[column] ?? ' '));
  const all = (expression: RegExp): boolean =>
    [...characters].every((character) => expression.test(character));
  if (all(/ /)) return 'blank';
  if (characters.has(' ')) return 'filled';
  if (all(/[0-9]/)) return 'digit';
  return all(/[A-Z]/) ? 'letter' : 'mixed';
}

/** A field begins where blanks that fill up the one before end, and where letters and digits change places on all lines. */
function isEdge(lines: readonly string[], kinds: readonly Kind[], column: number): boolean {
  const [before, here] = [kinds[column - 1], kinds[column]];
  if (before === 'blank') return true;
  if (before === 'filled' && here !== 'filled' && here !== 'blank') return true;
  if (before === 'digit' && here === 'letter') return true;
  // Letters that are the same on all lines are the prefix of an identifier.
  const constant = new Set(lines.map((line) => line[column - 1])).size === 1;
  return before === 'letter' && here === 'digit' && !constant;
}

function splitRun(lines: readonly string[], run: { from: number; to: number }): ColumnCut[] {
  const values = (from: number, to: number): string[] => lines.map((line) => line.slice(from, to));
  const whole = values(run.from, run.to);
  if (whole.every((value) => /^[0-9]+$/.test(value))) return splitDigits(run, values);
  return splitCodes(run, values) ?? [cut(run.from, run.to, true)];
}

type Values = (from: number, to: number) => string[];

/** Takes a date, then a time, off the beginning of a run of digits; what is too long for a number is cut without being told. */
function splitDigits({ from, to }: { from: number; to: number }, values: Values): ColumnCut[] {
  const size = to - from;
  if (size > 8 && values(from, from + 8).every(isCompactDate)) {
    return [cut(from, from + 8, true), ...splitDigits({ from: from + 8, to }, values)];
  }
  const clock = [15, 12, 9].find(
    (length) => size > length && timeForms([...new Set(values(from, from + length))])?.kind === 'time',
  );
  if (clock !== undefined)
    return [cut(from, from + clock, true), ...splitDigits({ from: from + clock, to }, values)];
  if (size <= MOST_DIGITS) return [cut(from, to, true)];
  return [
    cut(from, from + MOST_DIGITS, false),
    ...splitDigits({ from: from + MOST_DIGITS, to }, values).map((one) => ({ ...one, told: false })),
  ];
}

const CODED: readonly [string, readonly number[]][] = [
  ['event_type', [3, 4]],
  ['side', [1, 2]],
  ['ord_type', [2, 3]],
  ['time_in_force', [3]],
];

/** Cuts a run that begins with codes of known meaning, or with market codes; null where it does not. */
function splitCodes({ from, to }: { from: number; to: number }, values: Values): ColumnCut[] | null {
  const length = codeLength(from, to, values);
  if (length === null) return null;
  const rest = from + length;
  if (rest === to) return [cut(from, to, true)];
  return [cut(from, rest, true), ...(splitCodes({ from: rest, to }, values) ?? [cut(rest, to, true)])];
}

function codeLength(from: number, to: number, values: Values): number | null {
  if (to - from > 4 && areMics([...new Set(values(from, from + 4))])) return 4;
  for (const [column, lengths] of CODED) {
    const length = lengths.find((size) => {
      const distinct = [...new Set(values(from, from + size))];
      return (
        size <= to - from &&
        distinct.length > (size === 1 ? 1 : 0) &&
        meaningsOf(column, distinct).unknown.length === 0
      );
    });
    if (length !== undefined) return length;
  }
  return null;
}

function cut(from: number, to: number, told: boolean): ColumnCut {
  return { start: from + 1, width: to - from, told };
}

function allBlank(lines: readonly string[], from: number, width: number): boolean {
  return lines.every((line) => line.slice(from, from + width).trim() === '');
}
