import { duckdbText } from '../../engine/sql-literal.js';
import { EXPONENT_DIGITS, type ExactNumber, factorsOfTen, shiftOf } from './exact-number.js';
import { DECIMAL_TEXT, NUMBER_TEXT } from './field-reading.js';
import { all, any, no } from './sql-logic.js';

/** A condition on a number: over a DECIMAL, and over the parts of a number of any size. */
export type NumberCondition = {
  fast: (decimal: string) => string;
  /** Over a struct: `sign` -1, 0 or 1, and ±0.`digits` × 10^`size`; no zeros at either end of the digits. */
  slow: (parts: string) => string;
  limits: readonly ExactNumber[];
};

type Comparison = '>=' | '>' | '<=' | '<' | '=';

/** What is asked of the number that a text says. */
export type NumberTest = {
  /** Which texts are numbers. */
  form: 'json' | 'decimal';
  /** Whether the text must be a number; otherwise any other text satisfies the test. */
  asserted: boolean;
  /** Whether the number must have no fraction. */
  whole: boolean;
  conditions: readonly NumberCondition[];
};

const FAST_DIGITS = 18;
const FAST_DECIMALS = 6;
const MOST_DECIMALS = 12;
const MOST_WHOLE = 20;

/** A number stands in an order to a limit. */
export function comparison(operator: Comparison, limit: ExactNumber): NumberCondition {
  return {
    fast: (decimal) => `${decimal} ${operator} ${plainText(limit)}`,
    slow: (parts) => compareParts(parts, operator, limit),
    limits: [limit],
  };
}

/** A number is one of several. */
export function oneOfNumbers(numbers: readonly ExactNumber[]): NumberCondition {
  return {
    fast: (decimal) => any(numbers.map((number) => `${decimal} = ${plainText(number)}`)),
    slow: (parts) => any(numbers.map((number) => compareParts(parts, '=', number))),
    limits: numbers,
  };
}

/** A number is a whole multiple of another. */
export function multipleOf(divisor: ExactNumber): NumberCondition {
  return {
    fast: (decimal) => `${decimal} % ${plainText(divisor)} = 0`,
    slow: (parts) => {
      const shift = `(${parts}.size - length(${parts}.digits) - (${shiftOf(divisor)}))`;
      if (divisor.digits === '1') return `(${parts}.sign = 0 OR ${shift} >= 0)`;
      const zeros = `CAST(greatest(0, least(${shift}, ${factorsOfTen(divisor)})) AS BIGINT)`;
      const digits = `list_transform(string_split(${parts}.digits || repeat('0', ${zeros}), ''), lambda "@d": TRY_CAST("@d" AS HUGEINT))`;
      const rest = `list_reduce(${digits}, lambda "@r", "@d": ("@r" * 10 + "@d") % ${divisor.digits}, CAST(0 AS HUGEINT))`;
      return `(${parts}.sign = 0 OR (${shift} >= 0 AND ${rest} = 0))`;
    },
    limits: [divisor],
  };
}

/**
 * SQL of a test of the number in a text column; never null where the column has a value.
 *
 * Ordinary numbers are compared as DECIMAL(18), all others digit by digit as text, so that any size is exact.
 */
export function numberSql(column: string, test: NumberTest): string {
  const isNumber = matches(column, test.form === 'json' ? NUMBER_TEXT : DECIMAL_TEXT);
  if (test.conditions.length === 0 && !test.whole) return test.asserted ? isNumber : 'true';
  const slow = slowSql(column, test);
  const otherwise = test.asserted ? all([isNumber, slow]) : any([no(isNumber), slow]);
  const fast = fastSql(column, test);
  return fast === null ? otherwise : `CASE WHEN ${fast.fits} THEN ${fast.holds} ELSE ${otherwise} END`;
}

function fastSql(column: string, test: NumberTest): { fits: string; holds: string } | null {
  const limits = test.conditions.flatMap((condition) => condition.limits);
  const decimals = Math.max(test.whole ? 0 : FAST_DECIMALS, ...limits.map(decimalsOf));
  if (decimals > MOST_DECIMALS || limits.some(({ magnitude }) => magnitude > BigInt(MOST_WHOLE))) return null;
  const whole = FAST_DIGITS - decimals;
  const digits = test.form === 'json' ? `(?:0|[1-9][0-9]{0,${whole - 1}})` : `[0-9]{1,${whole}}`;
  const fraction = test.whole ? '' : `(?:[.][0-9]{1,${decimals}})?`;
  const decimal = `TRY_CAST(${column} AS DECIMAL(${FAST_DIGITS},${decimals}))`;
  return {
    fits: matches(column, `^-?${digits}${fraction}$`),
    holds: all(test.conditions.map(({ fast }) => fast(decimal))),
  };
}

function slowSql(column: string, test: NumberTest): string {
  const pattern = '^(-?)0*([0-9]*)[.]?([0-9]*)(?:[eE]([-+]?)0*([0-9]*))?$';
  const split = `regexp_extract(${column}, ${duckdbText(pattern)}, ['minus', 'whole', 'fraction', 'sign', 'power'])`;
  const digits = `ltrim("@text".whole || "@text".fraction, '0')`;
  const power = `CASE WHEN length("@text".power) > ${EXPONENT_DIGITS} THEN CAST(1${'0'.repeat(EXPONENT_DIGITS)} AS HUGEINT) ELSE coalesce(TRY_CAST("@text".power AS HUGEINT), 0) END`;
  const parts = [
    `'sign': CASE WHEN ${digits} = '' THEN 0 WHEN "@text".minus = '-' THEN -1 ELSE 1 END`,
    `'digits': rtrim(${digits}, '0')`,
    `'size': length(${digits}) - length("@text".fraction) + (CASE WHEN "@text".sign = '-' THEN -1 ELSE 1 END) * (${power})`,
  ];
  const whole = test.whole ? ['("@number".sign = 0 OR "@number".size >= length("@number".digits))'] : [];
  const holds = all([...whole, ...test.conditions.map(({ slow }) => slow('"@number"'))]);
  return `list_transform(list_transform([${split}], lambda "@text": {${parts.join(', ')}}), lambda "@number": ${holds})[1]`;
}

function compareParts(parts: string, operator: Comparison, limit: ExactNumber): string {
  const sign = limit.digits === '' ? 0 : limit.negative ? -1 : 1;
  if (sign === 0) return `${parts}.sign ${operator} 0`;
  const same = `${parts}.sign = ${sign}`;
  const size = `CAST(${limit.magnitude} AS HUGEINT)`;
  const equal = (order: string): string =>
    `(${parts}.size = ${size} AND ${parts}.digits ${order} '${limit.digits}')`;
  if (operator === '=') return all([same, equal('=')]);
  // Away from zero is up for positive numbers and down for negative ones.
  const away = operator.startsWith(sign === 1 ? '>' : '<');
  const closed = operator.endsWith('=');
  const beyond = (order: string): string => all([same, any([`${parts}.size > ${size}`, equal(order)])]);
  return away ? beyond(closed ? '>=' : '>') : no(beyond(closed ? '>' : '>='));
}

function decimalsOf(number: ExactNumber): number {
  const shift = shiftOf(number);
  return shift < 0n ? Number(-shift) : 0;
}

/** Digits and point without exponent; only for numbers that few digits write. */
function plainText(number: ExactNumber): string {
  if (number.digits === '') return '0';
  const decimals = decimalsOf(number);
  const digits = number.digits + '0'.repeat(Math.max(0, Number(shiftOf(number))));
  const padded = digits.padStart(decimals + 1, '0');
  const point = padded.length - decimals;
  const text = decimals === 0 ? padded : `${padded.slice(0, point)}.${padded.slice(point)}`;
  return number.negative ? `-${text}` : text;
}

/** SQL that is true where a pattern matches somewhere in a column. */
export function matches(column: string, pattern: string): string {
  return `regexp_matches(${column}, ${duckdbText(pattern)})`;
}
