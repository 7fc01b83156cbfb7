const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

const nanosPerUnit: Readonly<Record<string, bigint>> = {
  ...{ ns: 1n, us: 1_000n, ms: 1_000_000n },
  ...{ s: SECOND, m: MINUTE, h: HOUR, d: DAY },
};

const durationUnits: readonly (readonly [string, bigint])[] = [
  ['s', SECOND],
  ['ms', 1_000_000n],
  ['µs', 1_000n],
];

const longUnits: readonly (readonly [string, bigint])[] = [
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
];

const fractionDigits = 18;

/**
 * The exact value of a decimal (`12.5`) or, in nanoseconds, of a duration (`250ms`), in units of 10⁻¹⁸; null for other text.
 *
 * Durations take ns, us, ms, s, m, h and d. More than 18 digits after the point are refused, never rounded.
 */
export function parseExact(text: string): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d{1,18}))?(ns|us|ms|s|m|h|d)?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', unit = ''] = match;
  const size = BigInt(whole + fraction.padEnd(fractionDigits, '0')) * (nanosPerUnit[unit] ?? 1n);
  return sign === '-' ? -size : size;
}

/** Plain decimal text of a value in units of 10⁻¹⁸, digits grouped by three, no needless zeros; a fraction has two digits at least. */
export function formatExact(value: bigint): string {
  const text = formatPrice(value);
  return text.endsWith('.00') ? text.slice(0, -3) : text;
}

/** The same, always with two digits after the point at least: `10.00`. */
export function formatPrice(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(fractionDigits + 1, '0');
  const whole = digits.slice(0, -fractionDigits).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = digits.slice(-fractionDigits).replace(/0+$/, '');
  const sign = value < 0n ? '-' : '';
  return `${sign}${whole}.${fraction.padEnd(2, '0')}`;
}

/** A count with its digits grouped by three: `1,500`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A value in words of its unit, exact: nanoseconds as `1 h 5 min`, `2.25 s`, `250 ms`; numbers grouped; other text as it is; null as `none`. */
export function formatValue(value: string | null, unit: string): string {
  if (value === null) return 'none';
  const exact = parseExact(value);
  if (exact === null) return value;
  return unit === 'ns' || /[a-z]$/.test(value) ? formatDuration(exact) : formatExact(exact);
}

/** In parts from a minute on, `1 h 2 min 3.50 s`; a shorter one in the largest unit in which it is at least one and stays exact. */
function formatDuration(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const exactIn = (per: bigint) => size >= per * 10n ** 18n && nanos % per === 0n;
  if (size >= MINUTE * 10n ** 18n && exactIn(SECOND)) return `${nanos < 0n ? '-' : ''}${inParts(size)}`;
  const [name, per] = durationUnits.find(([, nanosPer]) => exactIn(nanosPer)) ?? ['ns', 1n];
  return `${formatExact(nanos / per)} ${name}`;
}

function inParts(size: bigint): string {
  let rest = size;
  const parts = longUnits.flatMap(([name, nanosPer]) => {
    const count = rest / (nanosPer * 10n ** 18n);
    rest %= nanosPer * 10n ** 18n;
    return count === 0n ? [] : [`${count} ${name}`];
  });
  return [...parts, ...(rest === 0n ? [] : [`${formatExact(rest / SECOND)} s`])].join(' ');
}

/** A value with its unit: `4 orders`, `1 order`, `0.80`, `2.25 s`; a ratio and a word have none, nor has nothing. */
export function formatMeasure(value: string | null, unit: string): string {
  const shown = formatValue(value, unit);
  if (value === null || unit === 'ns' || unit === 'ratio' || parseExact(value) === null) return shown;
  return `${shown} ${shown === '1' && /[a-z]{3}s$/.test(unit) ? unit.slice(0, -1) : unit}`;
}

const unitOf = { duration: 'ns', quantity: 'shares', price: 'USD', ratio: 'ratio', count: '' } as const;

/** A setting in force with its unit: that of the measure that it is compared with, or of its type; `not known` without a value. */
export function formatSetting(
  { value, type }: { value: string | null; type: keyof typeof unitOf },
  unit?: string,
): string {
  if (value === null) return 'not known';
  return formatMeasure(value, unit ?? unitOf[type]).trim();
}
