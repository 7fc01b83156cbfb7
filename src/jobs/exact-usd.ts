import { invariant } from '../domain/invariant.js';

const SCALE = 12;

/** US dollars, hours or rates as whole billionths of a thousandth (10^-12), so that nothing is rounded on the way. */
export function exact(decimal: string | number): bigint {
  const text = typeof decimal === 'number' ? plain(decimal) : decimal;
  const [, sign = '', whole = '', fraction = ''] = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text) ?? [];
  invariant(whole !== '', `"${text}" is a plain decimal`);
  const scaled = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, '0'));
  return sign === '-' ? -scaled : scaled;
}

/** A product of two of them, cut to 10^-12. */
export function times(left: bigint, right: bigint): bigint {
  return (left * right) / 10n ** BigInt(SCALE);
}

/** As a decimal text of six places, rounded up: a bill is never told too low. */
export function usdText(value: bigint): string {
  const unit = 10n ** BigInt(SCALE - 6);
  const millionths = (value + unit - 1n) / unit;
  const digits = millionths.toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** A number of a service's reply without an exponent, at most twelve places. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(SCALE) : text;
}
