const nanosPerUnit: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

const durationUnits: readonly (readonly [string, bigint])[] = [
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['µs', 1_000n],
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

/** A value in words of its unit, exact: nanoseconds as `2.25 s`, `250 ms`; numbers grouped; other text as it is; null as `none`. */
export function formatValue(value: string | null, unit: string): string {
  if (value === null) return 'none';
  const exact = parseExact(value);
  if (exact === null) return value;
  return unit === 'ns' || /[a-z]$/.test(value) ? formatDuration(exact) : formatExact(exact);
}

/** The largest unit in which the duration is at least one and stays exact. */
function formatDuration(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const fits = (per: bigint) => size >= per * 10n ** 18n && nanos % per === 0n;
  const [name, per] = durationUnits.find(([, nanosPer]) => fits(nanosPer)) ?? ['ns', 1n];
  return `${formatExact(nanos / per)} ${name}`;
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
