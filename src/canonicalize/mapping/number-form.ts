import type { FeedSpec } from '../../domain/generated/feed-spec.js';
import { duckdbText } from '../../engine/sql-literal.js';

/** How a field writes numbers, where it is not plain: a minus in front, digits, a point. */
export type NumberForm = {
  decimal: string;
  thousands: string | null;
  sign: 'leading' | 'trailing' | 'either' | 'minus';
  parentheses: boolean;
  exponent: boolean;
  /** The last digit carries the sign; nothing of the above applies. */
  overpunch: boolean;
};

/** The form that a feed's `format.numbers` and a column's `overpunch` declare; null for plain numbers. */
export function numberForm(numbers: FeedSpec['format']['numbers'], overpunch: boolean): NumberForm | null {
  if (numbers === undefined && !overpunch) return null;
  return {
    decimal: numbers?.decimal ?? '.',
    thousands: numbers?.thousands ?? null,
    sign: numbers?.sign ?? 'minus',
    parentheses: numbers?.parentheses ?? false,
    exponent: numbers?.exponent ?? false,
    overpunch,
  };
}

/**
 * SQL of a number's plain text; null where the text does not have the declared form.
 *
 * Digits are kept as they are, leading and trailing zeros too; only an exponent moves the point and drops zeros in front.
 */
export function plainNumberSql(source: string, form: NumberForm): string {
  if (form.overpunch) return overpunchSql(source);
  const { thousands, decimal, parentheses } = form;
  const whole = thousands === null ? '[0-9]+' : `(?:[0-9]+|[0-9]{1,3}(?:${literal(thousands)}[0-9]{3})+)`;
  const unsigned = `${whole}(?:${literal(decimal)}[0-9]+)?${form.exponent ? '(?:[eE][-+]?[0-9]{1,2})?' : ''}`;
  const signed = signedPattern(form.sign, unsigned);
  const pattern = parentheses ? `^(?:${signed}|\\(${unsigned}\\))$` : `^(?:${signed})$`;
  const negative = [
    form.sign === 'trailing' ? null : `prefix(${source}, '-')`,
    form.sign === 'trailing' || form.sign === 'either' ? `suffix(${source}, '-')` : null,
    parentheses ? `prefix(${source}, '(')` : null,
  ].filter((part) => part !== null);
  const ungrouped = thousands === null ? source : `replace(${source}, ${duckdbText(thousands)}, '')`;
  const pointed = decimal === '.' ? ungrouped : `replace(${ungrouped}, ${duckdbText(decimal)}, '.')`;
  const bare = `trim(${pointed}, '+-()')`;
  const digits = form.exponent ? withoutExponent(bare) : bare;
  return `(CASE WHEN regexp_matches(${source}, ${duckdbText(pattern)}) THEN CASE WHEN ${negative.join(' OR ')} THEN '-' ELSE '' END || ${digits} END)`;
}

function signedPattern(sign: NumberForm['sign'], unsigned: string): string {
  switch (sign) {
    case 'minus':
      return `-?${unsigned}`;
    case 'leading':
      return `[-+]?${unsigned}`;
    case 'trailing':
      return `${unsigned}[-+]?`;
    case 'either':
      return `[-+]?${unsigned}|${unsigned}[-+]`;
  }
}

function literal(mark: string): string {
  return /[.|]/.test(mark) ? `[${mark}]` : mark;
}

/** Moves the point of `1.25e2` by its exponent, as text: no digit is ever computed. */
function withoutExponent(bare: string): string {
  const mantissa = `regexp_extract(${bare}, '^[^eE]+')`;
  const digits = `replace(${mantissa}, '.', '')`;
  const power = `CAST(regexp_extract(${bare}, '[eE][+]?(.*)$', 1) AS INTEGER)`;
  const point = `length(split_part(${mantissa}, '.', 1)) + ${power}`;
  const moved = `CASE WHEN ${point} <= 0 THEN '0.' || repeat('0', -(${point})) || ${digits} WHEN ${point} >= length(${digits}) THEN ${digits} || repeat('0', ${point} - length(${digits})) ELSE left(${digits}, ${point}) || '.' || substr(${digits}, ${point} + 1) END`;
  return `CASE WHEN regexp_matches(${bare}, '[eE]') THEN regexp_replace(${moved}, '^0+([0-9])', '\\1') ELSE ${bare} END`;
}

/**
 * Zoned decimal as EBCDIC prints it: the zone of the last digit is C for plus, D for minus, F for neither.
 *
 * The characters of zones C and D are `{` and A to I, `}` and J to R (IBM z/Architecture Principles of Operation, "Zoned
 * Format", read through code page 037; https://en.wikipedia.org/wiki/Signed_overpunch has the table).
 */
function overpunchSql(source: string): string {
  const last = `right(${source}, 1)`;
  const digit = `CAST((strpos('0123456789{ABCDEFGHI}JKLMNOPQR', ${last}) - 1) % 10 AS VARCHAR)`;
  return `(CASE WHEN regexp_matches(${source}, '^[0-9]*[0-9A-R{}]$') THEN CASE WHEN contains('}JKLMNOPQR', ${last}) THEN '-' ELSE '' END || left(${source}, -1) || ${digit} END)`;
}
