import type { PatternSpec } from '../domain/generated/pattern.js';

export type SettingType = PatternSpec['settings'][string]['type'];

/** What is accepted for a setting of each type, in words for messages. */
export const settingForm: { readonly [Type in SettingType]: string } = {
  duration: 'a whole number with a unit: 1ns, 250us, 250ms, 10s, 5m, 1h, 1d',
  count: 'a whole number of at most 18 digits',
  quantity: 'a number of shares with at most 12 digits before the point and 6 after',
  price: 'a price with at most 10 digits before the point and 8 after',
  ratio: 'a ratio with at most 3 digits before the point and 6 after, such as 0.25',
};

const nanosecondsPerUnit: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

const plainForm: { readonly [Type in Exclude<SettingType, 'duration'>]: RegExp } = {
  count: /^[0-9]{1,18}$/,
  quantity: /^[0-9]{1,12}(\.[0-9]{1,6})?$/,
  price: /^[0-9]{1,10}(\.[0-9]{1,8})?$/,
  ratio: /^[0-9]{1,3}(\.[0-9]{1,6})?$/,
};

/**
 * The one text of a setting's value, so that `1s` and `1000ms`, `0.5` and `0.50` hash alike; null when it is not valid.
 *
 * Durations become whole nanoseconds and must fit 64 bits; other values lose leading and trailing zeros. No sign.
 */
export function settingText(type: SettingType, given: string): string | null {
  if (type === 'duration') return durationText(given);
  return plainForm[type].test(given) ? withoutSpareZeros(given) : null;
}

/** Exact decimal text without leading or trailing zeros: `007.50` is `7.5`, `10.000` is `10`, `-0.0` is `0`. */
export function withoutSpareZeros(decimal: string): string {
  const [, sign = '', whole = '', , fraction = ''] = /^(-?)0*([0-9]+?)(\.([0-9]*))?$/.exec(decimal) ?? [];
  const kept = fraction.replace(/0+$/, '');
  if (kept === '' && /^0*$/.test(whole)) return '0';
  return `${sign}${whole}${kept === '' ? '' : `.${kept}`}`;
}

/** Negative, zero or positive as the left plain decimal is less than, equal to or greater than the right one. */
export function compareSettingTexts(left: string, right: string): number {
  const [l, r] = [scaled(left), scaled(right)];
  if (l === r) return 0;
  return l < r ? -1 : 1;
}

function durationText(given: string): string | null {
  const [, digits, unit] = /^([0-9]{1,19})(ns|us|ms|s|m|h|d)$/.exec(given) ?? [];
  const perUnit = unit === undefined ? undefined : nanosecondsPerUnit[unit];
  if (digits === undefined || perUnit === undefined) return null;
  const nanoseconds = BigInt(digits) * perUnit;
  return nanoseconds < 2n ** 63n ? nanoseconds.toString() : null;
}

function scaled(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(8, '0'));
}
