import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { Feed } from './feed.js';
import { columnRule } from './mapping/column-rule.js';

/** How numbers are written; undefined for a decimal point and no marks between thousands, overpunch for a sign in the last digit. */
export type NumberStyle = FeedSpec['format']['numbers'] | 'overpunch';

/** How a feed writes the numbers of a field: overpunched where a map says so of it. */
export function numberStyleOf({ spec, routes }: Pick<Feed, 'spec' | 'routes'>, field: string): NumberStyle {
  const rules = routes.flatMap((route) =>
    Object.values(route.spec.map).map((entry) => columnRule(entry, spec.format)),
  );
  const isOverpunched = rules.some(
    ({ sources, numbers }) => numbers?.overpunch === true && sources[0] === field,
  );
  return isOverpunched ? 'overpunch' : spec.format.numbers;
}

/** Longest text that is read as a number; the database's own decimals have 38 digits. */
const LONGEST = 64;

/**
 * A decimal in its one form: no plus sign, no leading or trailing zeros, a point for the decimal mark.
 *
 * Null for text that is no decimal in the style, or longer than 64 characters; a style says of the same texts as
 * `plainNumberSql` that they are none. Without a style the sign stands in front, and digits may lack on one side of the point.
 */
export function plainDecimal(text: string, style?: NumberStyle): string | null {
  if (text.length > LONGEST || !/[0-9A-R{}]/.test(text)) return null;
  const { negative, number } = read(text, style);
  if (number === null) return null;
  const whole = number.whole.replace(/^0+/, '') || '0';
  const fraction = number.fraction.replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && plain !== '0' ? `-${plain}` : plain;
}

function read(text: string, style: NumberStyle): { negative: boolean; number: Decimal | null } {
  if (style === 'overpunch' && /^[0-9]*[A-R{}]$/.test(text)) {
    const last = ZONED.indexOf(text.slice(-1));
    return { negative: last >= 10, number: { whole: `${text.slice(0, -1)}${last % 10}`, fraction: '' } };
  }
  if (style === undefined || style === 'overpunch') {
    const { negative, digits } = leadingSign(text, '+-');
    return { negative, number: parts(digits) };
  }
  const { negative, digits } = signOf(text, style);
  return { negative, number: styled(digits, style) };
}

/** Last digits 0 to 9 that make a number positive, and those that make it negative. */
const ZONED = '{ABCDEFGHI}JKLMNOPQR';

type MarkStyle = Exclude<NumberStyle, undefined | 'overpunch'>;
type Signed = { negative: boolean; digits: string };
type Decimal = { whole: string; fraction: string };

function leadingSign(text: string, allowed: string): Signed {
  const sign = text.charAt(0);
  return sign !== '' && allowed.includes(sign)
    ? { negative: sign === '-', digits: text.slice(1) }
    : { negative: false, digits: text };
}

function signOf(text: string, { sign, parentheses }: MarkStyle): Signed {
  if (parentheses === true && text.startsWith('(') && text.endsWith(')'))
    return { negative: true, digits: text.slice(1, -1) };
  const last = text.at(-1) ?? '';
  const isBehind = (sign === 'trailing' || sign === 'either') && '+-'.includes(last);
  if (isBehind) return { negative: last === '-', digits: text.slice(0, -1) };
  if (sign === 'trailing') return { negative: false, digits: text };
  return leadingSign(text, sign === undefined ? '-' : '+-');
}

function parts(digits: string): Decimal | null {
  const found = /^([0-9]*)(?:[.]([0-9]*))?$/.exec(digits);
  return found === null || !/[0-9]/.test(digits) ? null : { whole: found[1] ?? '', fraction: found[2] ?? '' };
}

function styled(text: string, style: MarkStyle): Decimal | null {
  const [mantissa = '', power, ...more] = style.exponent === true ? text.split(/[eE]/) : [text];
  if (more.length > 0 || (power !== undefined && !/^[-+]?[0-9]{1,2}$/.test(power))) return null;
  const [grouped = '', fraction, ...others] = mantissa.split(style.decimal ?? '.');
  const whole = ungrouped(grouped, style.thousands);
  if (whole === null || others.length > 0 || (fraction !== undefined && !/^[0-9]+$/.test(fraction)))
    return null;
  return moved({ whole, fraction: fraction ?? '' }, Number(power ?? 0));
}

function ungrouped(whole: string, mark: string | undefined): string | null {
  if (/^[0-9]+$/.test(whole)) return whole;
  const [first = '', ...groups] = mark === undefined ? [''] : whole.split(mark);
  const sound = /^[0-9]{1,3}$/.test(first) && groups.every((group) => /^[0-9]{3}$/.test(group));
  return sound ? [first, ...groups].join('') : null;
}

/** The decimal with its point moved so many places to the right, or to the left below 0. */
function moved({ whole, fraction }: Decimal, places: number): Decimal {
  if (places >= 0) {
    const digits = fraction.padEnd(places, '0');
    return { whole: whole + digits.slice(0, places), fraction: digits.slice(places) };
  }
  const digits = whole.padStart(-places, '0');
  return { whole: digits.slice(0, places), fraction: digits.slice(places) + fraction };
}
