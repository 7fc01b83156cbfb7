import { areMics, meaningsOf } from './canonical-values.js';
import { nearlyAll } from './nearly-all.js';
import { isCompactDate, timeForms } from './timestamp-forms.js';

/** A field's place in a fixed-width line: `start` from 1; `told` where blanks, dates or kinds of characters show its ends. */
export type ColumnCut = {
  start: number;
  width: number;
  told: boolean;
  /** What its values are, where they tell it: date, time, or the canonical column of their codes. */
  as: string | null;
};

/** Most digits that a decimal column can take; longer runs of digits are cut there. */
const MOST_DIGITS = 18;

/** Cuts lines of equal width into fields, by blanks that fill up fields, by kinds of characters, by dates and known codes. */
export function cutColumns(lines: readonly string[]): ColumnCut[] {
  const width = lines[0]?.length ?? 0;
  const kinds = Array.from({ length: width }, (_, column) => kindOf(lines, column));
  const runs: { from: number; to: number }[] = [];
  let from = kinds.findIndex((kind) => kind !== 'blank');
  for (let column = from + 1; from >= 0 && column <= width; column += 1) {
    if (column < width && !isEdge(lines, kinds, { from, column })) continue;
    runs.push({ from, to: column });
    from = column;
    while (from < width && kinds[from] === 'blank') from += 1;
    if (from >= width) break;
    column = from;
  }
  const cuts = runs.flatMap((run) => {
    const number = { from: run.from, to: kinds[run.to - 1] === 'blank' ? run.to - 1 : run.to };
    if (!isRightAligned(lines, number)) return splitRun(lines, run).map((one) => ({ one, right: false }));
    return [{ one: { ...cut(number.from, number.to), told: false }, right: true }];
  });
  return withBlanks(cuts);
}

/** Blanks after a field fill it up; those between a field and a right-aligned number could be of either, and are shared. */
function withBlanks(cuts: readonly { one: ColumnCut; right: boolean }[]): ColumnCut[] {
  const starts = cuts.map(({ one, right }, index) => {
    const before = cuts[index - 1]?.one;
    if (before === undefined || !right) return one.start;
    return one.start - Math.ceil((one.start - before.start - before.width) / 2);
  });
  return cuts.map(({ one }, index) => {
    const start = starts[index] ?? one.start;
    return { ...one, start, width: (starts[index + 1] ?? one.start + one.width) - start };
  });
}

/** Whether the columns hold whole numbers that end together, some with blanks or a sign before their digits. */
function isRightAligned(lines: readonly string[], run: { from: number; to: number }): boolean {
  return (
    nearlyAll(lines, (line) => /[0-9]$/.test(line.slice(run.from, run.to))) && mayBeRightAligned(lines, run)
  );
}

/** The same of the first columns of such numbers, whose digits may begin only later. */
function mayBeRightAligned(lines: readonly string[], { from, to }: { from: number; to: number }): boolean {
  const values = lines.map((line) => line.slice(from, to));
  return (
    nearlyAll(values, (value) => /^ *[-+]?[0-9]*$/.test(value)) &&
    values.some((value) => !/^[0-9]/.test(value))
  );
}

type Kind = 'blank' | 'digit' | 'letter' | 'mixed' | 'filled';

/** What stands in a column on all lines; `filled` is anything with blanks among it. */
function kindOf(lines: readonly string[], column: number): Kind {
  const characters = lines.map((line) => line[column] ?? ' ');
  const all = (expression: RegExp): boolean =>
    nearlyAll(characters, (character) => expression.test(character));
  if (all(/ /)) return 'blank';
  if (all(/[0-9]/)) return 'digit';
  if (all(/[A-Z]/)) return 'letter';
  return all(/[^ ]/) ? 'mixed' : 'filled';
}

/**
 * Whether a field that began at `from` ends before a column: where blanks that fill it up end, unless they stand before the digits of
 * a number, and where letters and digits change places on all lines.
 */
function isEdge(
  lines: readonly string[],
  kinds: readonly Kind[],
  { from, column }: { from: number; column: number },
): boolean {
  const [before, here] = [kinds[column - 1], kinds[column]];
  if (before === 'blank') return true;
  if (before === 'filled' && here !== 'filled' && here !== 'blank') {
    return !mayBeRightAligned(lines, { from, to: column + 1 });
  }
  if (before === 'digit' && here === 'letter') return true;
  // Letters that are the same on all lines are the prefix of an identifier.
  const constant = nearlyAll(lines, (line) => line[column - 1] === lines[0]?.[column - 1]);
  return before === 'letter' && here === 'digit' && !constant;
}

function splitRun(lines: readonly string[], run: { from: number; to: number }): ColumnCut[] {
  const values = (from: number, to: number): string[] => lines.map((line) => line.slice(from, to));
  const whole = values(run.from, run.to);
  if (nearlyAll(whole, (value) => /^[0-9]+$/.test(value))) return splitDigits(run, values);
  return splitCodes(run, values) ?? [cut(run.from, run.to)];
}

type Values = (from: number, to: number) => string[];

/** Takes a date and the time after it off the beginning of a run of digits; what is too long for a number is cut untold. */
function splitDigits({ from, to }: { from: number; to: number }, values: Values): ColumnCut[] {
  const size = to - from;
  if (size >= 8 && nearlyAll(values(from, from + 8), isCompactDate)) {
    return [cut(from, from + 8, 'date'), ...splitTime({ from: from + 8, to }, values)];
  }
  if (size <= MOST_DIGITS) return size > 0 ? [cut(from, to)] : [];
  const rest = splitDigits({ from: from + MOST_DIGITS, to }, values);
  return [cut(from, from + MOST_DIGITS), ...rest].map((one) => ({ ...one, told: false }));
}

function splitTime({ from, to }: { from: number; to: number }, values: Values): ColumnCut[] {
  const isTime = (length: number): boolean => to - from >= length && areClocks(values(from, from + length));
  const length = [15, 12, 9].find(isTime);
  if (length === undefined) return splitDigits({ from, to }, values);
  return [cut(from, from + length, 'time'), ...splitDigits({ from: from + length, to }, values)];
}

const CODED: readonly [string, readonly number[]][] = [
  ['event_type', [3, 4]],
  ['side', [1, 2]],
  ['ord_type', [2, 3]],
  ['time_in_force', [3]],
];

/** Cuts a run that begins with codes of known meaning, or with market codes; null where it does not. */
function splitCodes({ from, to }: { from: number; to: number }, values: Values): ColumnCut[] | null {
  const code = codeAt(from, to, values);
  if (code === null) return null;
  const rest = from + code.length;
  if (rest === to) return [cut(from, to, code.as)];
  return [cut(from, rest, code.as), ...(splitCodes({ from: rest, to }, values) ?? [cut(rest, to)])];
}

function codeAt(from: number, to: number, values: Values): { as: string; length: number } | null {
  if (to - from >= 4 && nearlyAll(values(from, from + 4), (value) => areMics([value])))
    return { as: 'venue', length: 4 };
  for (const [as, lengths] of CODED) {
    const length = lengths.find((size) => size <= to - from && areCodes(as, values(from, from + size)));
    if (length !== undefined) return { as, length };
  }
  return null;
}

/** A single letter that is the same on all lines could mean anything. */
function areCodes(column: string, values: readonly string[]): boolean {
  const [first = ''] = values;
  const telling = first.length > 1 || values.some((value) => value !== first);
  return telling && nearlyAll(values, (value) => meaningsOf(column, [value]).known.size === 1);
}

function areClocks(values: readonly string[]): boolean {
  return (
    timeForms(values.filter((value) => timeForms([value]) !== null))?.kind === 'time' &&
    nearlyAll(values, isTime)
  );
}

function isTime(text: string): boolean {
  return timeForms([text])?.kind === 'time';
}

function cut(from: number, to: number, as: string | null = null): ColumnCut {
  return { start: from + 1, width: to - from, told: true, as };
}
