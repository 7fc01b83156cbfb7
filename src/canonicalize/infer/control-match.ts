import { type Guess, likely, sure, unsure } from './guess.js';
import { isCompactDate } from './timestamp-forms.js';

/** What is known of the records beside a control line; null where the sample does not hold all of them. */
export type RecordTotals = { records: number; sums: ReadonlyMap<string, string> } | null;

type Part = { expression: string; group: 'trade_date' | 'count' | 'sum' | null; shown: string };

/**
 * An expression of a whole header or trailer line: its words as they stand, a date, a count and a sum as named groups.
 *
 * A number is the count or a sum only where it equals the sample's; without all records, the first number is taken for
 * the count and the guess says that nobody has counted.
 */
export function controlMatch(
  line: string,
  totals: RecordTotals,
): { match: string; sum_of: string | null; guess: Guess } {
  const taken = new Set<string>();
  let sumOf: string | null = null;
  const filled = line.replace(/ +$/, '');
  const parts = filled.split(/([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+(?:[.][0-9]+)?)/).map((text, index): Part => {
    if (index % 2 === 0) return { expression: literal(text), group: null, shown: '' };
    const found = numbersIn(text, taken, totals);
    for (const { group, sum_of } of found) {
      if (group !== null) taken.add(group);
      sumOf = sum_of ?? sumOf;
    }
    return joined(found);
  });
  const blanks = filled === line ? '' : ' *';
  return {
    match: `^${parts.map((part) => part.expression).join('')}${blanks}$`,
    sum_of: sumOf,
    guess: guessOf(parts, totals),
  };
}

function guessOf(parts: readonly Part[], totals: RecordTotals): Guess {
  const shown = parts.filter((part) => part.shown !== '').map((part) => part.shown);
  if (shown.length === 0)
    return likely('the line is unlike the records; it carries no total that could be checked');
  if (totals === null) return unsure(`${shown.join(', ')}; the sample is cut, so nothing was counted`);
  const checked = parts.some(({ group }) => group === 'count' || group === 'sum');
  return checked ? sure(shown.join(', ')) : likely(shown.join(', '));
}

type NumberPart = Part & { sum_of: string | null };

/** A number, or several that zeros fill up to their widths and nothing parts: a count, a sum. */
function numbersIn(text: string, taken: ReadonlySet<string>, totals: RecordTotals): NumberPart[] {
  const whole = numberPart(text, taken, totals);
  if (whole.group !== null || totals === null || !/^0[0-9]{9,}$/.test(text)) return [whole];
  for (let end = FEWEST_DIGITS; end < text.length; end += 1) {
    // A width ends where the zeros of the next one begin.
    if (text[end] !== '0' || /^0+$/.test(text.slice(0, end))) continue;
    const count = numberPart(text.slice(0, end), new Set([...taken, 'sum']), totals);
    if (count.group === 'count') {
      return [count, ...numbersIn(text.slice(end), new Set([...taken, 'count']), totals)];
    }
  }
  return [whole];
}

/** Fewest digits of a number that stands among others without anything between them. */
const FEWEST_DIGITS = 4;

function joined(parts: readonly NumberPart[]): Part {
  return {
    expression: parts.map(({ expression }) => expression).join(''),
    group: parts.find(({ group }) => group !== null)?.group ?? null,
    shown: parts
      .map(({ shown }) => shown)
      .filter((shown) => shown !== '')
      .join(', '),
  };
}

function numberPart(text: string, taken: ReadonlySet<string>, totals: RecordTotals): NumberPart {
  const plain = { group: null, shown: '', sum_of: null, expression: digitsLike(text) };
  if (text.includes('-')) return plain;
  if (!taken.has('trade_date') && isCompactDate(text)) {
    return {
      ...plain,
      expression: named('trade_date', text),
      group: 'trade_date',
      shown: `${text} is a date`,
    };
  }
  if (!taken.has('count') && mayBeCount(text, totals)) {
    const shown = totals === null ? `${text} may be the count` : `${text} is the count of records`;
    return { ...plain, expression: named('count', text), group: 'count', shown };
  }
  const sum_of = taken.has('sum') ? null : fieldOfSum(text, totals);
  if (sum_of === null) return plain;
  return { expression: named('sum', text), group: 'sum', shown: `${text} is the sum of ${sum_of}`, sum_of };
}

function named(group: string, text: string): string {
  return `(?P<${group}>${digitsLike(text)})`;
}

/** An expression of numbers like this one: as many digits where zeros fill it up, or where it is a date. */
function digitsLike(text: string): string {
  if (text.includes('-')) return '[0-9]{4}-[0-9]{2}-[0-9]{2}';
  if (text.includes('.')) return '[0-9]+[.][0-9]+';
  return /^0[0-9]/.test(text) || isCompactDate(text) ? `[0-9]{${text.length}}` : '[0-9]+';
}

function mayBeCount(text: string, totals: RecordTotals): boolean {
  return totals === null ? !text.includes('.') : stripped(text) === String(totals.records);
}

/** The field whose values add up to a number; a sum of none or of a single digit shows nothing. */
function fieldOfSum(text: string, totals: RecordTotals): string | null {
  const number = stripped(text);
  if (number.length < 2) return null;
  return [...(totals?.sums ?? [])].find(([, sum]) => sum === number)?.[0] ?? null;
}

/** Text as an RE2 expression of itself; runs of blanks may be of any length. */
export function literal(text: string): string {
  return text.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&').replace(/ {2,}/g, ' +');
}

/** A number without leading zeros and without zeros after the last digit of its fraction. */
export function stripped(text: string): string {
  const whole = text.replace(/^0+(?=[0-9])/, '');
  return whole.includes('.') ? whole.replace(/[.]?0+$/, '') : whole;
}
