const DATES: readonly [string, string][] = [
  ['yyyyMMdd', '[0-9]{8}'],
  ['yyyy-MM-dd', '[0-9]{4}-[0-9]{2}-[0-9]{2}'],
  ['yyyy/MM/dd', '[0-9]{4}/[0-9]{2}/[0-9]{2}'],
  ['MM/dd/yyyy', '[0-9]{2}/[0-9]{2}/[0-9]{4}'],
  ['dd/MM/yyyy', '[0-9]{2}/[0-9]{2}/[0-9]{4}'],
  ['MM-dd-yyyy', '[0-9]{2}-[0-9]{2}-[0-9]{4}'],
  ['dd.MM.yyyy', '[0-9]{2}[.][0-9]{2}[.][0-9]{4}'],
];
const TIMES: readonly [string, string][] = [
  ['HH:mm:ss', '[0-9]{2}:[0-9]{2}:[0-9]{2}'],
  ['HHmmss', '[0-9]{6}'],
];
const DATE = new RegExp(`^(${DATES.map(([, expression]) => expression).join('|')})`);
const REST = /^(T|-| |:)?([0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{6})([.,]?[0-9]{1,9})?(Z| UTC| GMT)?$/;
/** Digits of an instant since 1970 between 2001 and 2033, by its unit. */
const EPOCHS: ReadonlyMap<number, readonly [string, number]> = new Map([
  [10, ['epoch-s', 0]],
  [13, ['epoch-ms', 3]],
  [16, ['epoch-us', 6]],
  [19, ['epoch-ns', 9]],
]);

/** Forms of feed.yaml that together read every value, and the RE2 expression of them; the first is the usual one. */
export type TimeForms = {
  kind: 'timestamp' | 'date' | 'time';
  forms: readonly string[];
  expression: string;
  /** The values themselves say that they are UTC. */
  utc: boolean;
  /** Most digits of the fraction of a second. */
  fraction: number;
  /** Day and month could change places in every value. */
  ambiguous: boolean;
};

type Piece = { form: string; expression: string; fraction: number; utc: boolean; timed: boolean };

/** The timestamp, date or time forms of all values; null where one value is none of them. */
export function timeForms(values: readonly string[]): TimeForms | null {
  if (values.length === 0) return null;
  if (values.every((value) => value.length === 19)) {
    const epoch = epochForm(values);
    if (epoch !== null) return epoch;
  }
  return datedForms(values) ?? (values.every(isTimeOfDay) ? timesOfDay(values) : null);
}

/** The form of whole numbers that count from 1970, by their number of digits; null where one value is none. */
export function epochForm(values: readonly string[]): TimeForms | null {
  const digits = values[0]?.length ?? 0;
  const [form, fraction] = EPOCHS.get(digits) ?? [];
  const expression = `1[0-9]{${digits - 1}}`;
  const every = new RegExp(`^${expression}$`);
  if (form === undefined || fraction === undefined || !values.every((value) => every.test(value)))
    return null;
  return { kind: 'timestamp', forms: [form], expression, fraction, utc: true, ambiguous: false };
}

function datedForms(values: readonly string[]): TimeForms | null {
  const order = dateOrder(values);
  const pieces = values.map((value) => pieceOf(value, order));
  const found = pieces.some((piece) => piece === null)
    ? []
    : widest(pieces.filter((piece) => piece !== null));
  const [first] = found;
  if (first === undefined || found.length > 3 || found.some(({ timed }) => timed !== first.timed))
    return null;
  return {
    kind: first.timed ? 'timestamp' : 'date',
    forms: found.map(({ form }) => form),
    expression: found.map(({ expression }) => expression).join('|'),
    utc: found.every(({ utc }) => utc),
    fraction: first.fraction,
    ambiguous: order === 'either' && /^[0-9]{2}[/]/.test(values[0] ?? ''),
  };
}

/** Of pieces that differ only in the digits of their fraction, the one with most; most digits first. */
function widest(pieces: readonly Piece[]): Piece[] {
  const kept = new Map<string, Piece>();
  for (const piece of pieces) {
    const same = piece.form.replace(/n+/, 'n');
    if ((kept.get(same)?.fraction ?? -1) < piece.fraction) kept.set(same, piece);
  }
  return [...kept.values()].sort((left, right) => right.fraction - left.fraction);
}

function pieceOf(value: string, order: 'month' | 'day' | 'either'): Piece | null {
  const date = DATE.exec(value)?.[0];
  if (date === undefined) return null;
  const named = DATES.filter(([, expression]) => new RegExp(`^${expression}$`).test(date));
  const [form, expression] = named[order === 'day' && named.length > 1 ? 1 : 0] ?? ['', ''];
  if (!isDay(date, form)) return null;
  const rest = value.slice(date.length);
  if (rest === '') return { form, expression, fraction: 0, utc: false, timed: false };
  const [, gap = '', time = '', fraction = '', zone = ''] = REST.exec(rest) ?? [];
  if (time === '' || !isClock(time)) return null;
  const clock = TIMES[time.includes(':') ? 0 : 1] ?? ['', ''];
  const point = fraction.replace(/[0-9]/g, '');
  const digits = fraction.length - point.length;
  return {
    form: `${form}${gap}${clock[0]}${point}${'n'.repeat(digits)}${zone}`,
    expression: `${expression}${gap}${clock[1]}${fractionExpression(point, digits)}${zone}`,
    fraction: digits,
    utc: zone !== '',
    timed: true,
  };
}

function fractionExpression(point: string, digits: number): string {
  if (digits === 0) return '';
  return point === '' ? `[0-9]{${digits}}` : `[${point}][0-9]{1,${digits}}`;
}

function isTimeOfDay(value: string): boolean {
  const [, time, fraction] =
    /^([0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{6}(?=[0-9.]))([.]?[0-9]{1,9})?$/.exec(value) ?? [];
  return time !== undefined && isClock(time) && (time.includes(':') || fraction !== undefined);
}

function timesOfDay(values: readonly string[]): TimeForms | null {
  const longest = values.reduce((left, right) => (right.length > left.length ? right : left));
  const clock = TIMES[longest.includes(':') ? 0 : 1] ?? ['', ''];
  const rest = longest.slice(clock[0].length);
  const point = rest.startsWith('.') ? '.' : '';
  const digits = rest.length - point.length;
  if (!longest.includes(':') && point === '' && !areClockDigits(values, longest.length)) return null;
  return {
    kind: 'time',
    forms: [`${clock[0]}${point}${'n'.repeat(digits)}`],
    expression: `${clock[1]}${fractionExpression(point, digits)}`,
    utc: false,
    fraction: digits,
    ambiguous: false,
  };
}

/** Digits alone are a time where all have milli-, micro- or nanoseconds, and not all are soon after midnight. */
function areClockDigits(values: readonly string[], length: number): boolean {
  if (![9, 12, 15].includes(length) || values.some((value) => value.length !== length)) return false;
  return values.some((value) => !value.startsWith('000'));
}

/** Which of month and day comes first in forms with slashes, by a number that cannot be a month. */
function dateOrder(values: readonly string[]): 'month' | 'day' | 'either' {
  const parts = values.flatMap((value) => {
    const found = /^([0-9]{2})[/]([0-9]{2})[/]/.exec(value);
    return found === null ? [] : [[Number(found[1]), Number(found[2])] as const];
  });
  if (parts.some(([first]) => first > 12)) return 'day';
  return parts.some(([, second]) => second > 12) ? 'month' : 'either';
}

function isDay(text: string, form: string): boolean {
  const part = (word: string): number =>
    Number(text.slice(form.indexOf(word), form.indexOf(word) + word.length));
  const [year, month, day] = [part('yyyy'), part('MM'), part('dd')];
  const instant = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && year < 2100 && instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day;
}

function isClock(text: string): boolean {
  const digits = text.replaceAll(':', '');
  const [hour, minute, second] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  return (hour ?? 99) < 24 && (minute ?? 99) < 60 && (second ?? 99) < 61;
}

/** Whether text is a day as yyyyMMdd between 1970 and 2099. */
export function isCompactDate(text: string): boolean {
  return /^[0-9]{8}$/.test(text) && isDay(text, 'yyyyMMdd');
}
