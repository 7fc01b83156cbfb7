import type { FeedSpec } from '../domain/generated/feed-spec.js';

/** How a feed writes numbers; undefined for a decimal point and no marks between thousands. */
export type NumberStyle = FeedSpec['format']['numbers'];

/** Longest text that is read as a number; the database's own decimals have 38 digits. */
const LONGEST = 64;

/**
 * A decimal in its one form: no plus sign, no leading or trailing zeros, a point for the decimal mark.
 *
 * Null for text that is no decimal in the style, or longer than 64 characters; a style says of the same texts as
 * `plainNumberSql` that they are none. Without a style the sign stands in front, and digits may lack on one side of the point.
 */
export function plainDecimal(text: string, style?: NumberStyle): string | null {
  if (text.length > LONGEST || !/[0-9]/.test(text)) return null;
  const signed = style === undefined ? leadingSign(text, '+-') : signOf(text, style);
  const number =
    signed === null ? null : style === undefined ? parts(signed.digits) : styled(signed.digits, style);
  if (signed === null || number === null) return null;
  const whole = number.whole.replace(/^0+/, '') || '0';
  const fraction = number.fraction.replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return signed.negative && plain !== '0' ? `-${plain}` : plain;
}

type Signed = { negative: boolean; digits: string };
type Decimal = { whole: string; fraction: string };

function leadingSign(text: string, allowed: string): Signed {
  const sign = text.charAt(0);
  return sign !== '' && allowed.includes(sign)
    ? { negative: sign === '-', digits: text.slice(1) }
    : { negative: false, digits: text };
}

function signOf(text: string, { sign, parentheses }: Exclude<NumberStyle, undefined>): Signed {
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
  return found === null ? null : { whole: found[1] ?? '', fraction: found[2] ?? '' };
}

function styled(text: string, style: Exclude<NumberStyle, undefined>): Decimal | null {
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
