import type { PatternSpec } from '../../domain/generated/pattern.js';
import { settingText, withoutSpareZeros } from '../setting-text.js';

/** Values to try for one setting, as text that overrides take, ascending as given. */
export type Sweep = { readonly setting: string; readonly values: readonly string[] };

const DECIMALS = { duration: 0, count: 0, quantity: 6, price: 8, ratio: 6 } as const;
const MOST_VALUES = 50;

/**
 * The values of `name=low..high/n`: n values from low to high, both included, at even distances, cut to what the setting's type holds.
 *
 * Durations are written with a unit (`10s..120s/5`). Null where the text is no such range or the pattern has no such setting.
 */
export function parseSweep(settings: PatternSpec['settings'], text: string): Sweep | null {
  const [, setting = '', low = '', high = '', count = ''] =
    /^([a-z0-9_]+)=([^.]+(?:\.[0-9]+)?)\.\.(.+)\/([0-9]{1,3})$/.exec(text) ?? [];
  const spec = settings[setting];
  const steps = Number(count) - 1;
  if (spec === undefined || steps < 1 || steps >= MOST_VALUES) return null;
  const decimals = DECIMALS[spec.type];
  const [from, to] = [low, high].map((value) => scaled(settingText(spec.type, value), decimals));
  if (from === undefined || to === undefined || from === null || to === null || from >= to) return null;
  const values = Array.from({ length: steps + 1 }, (_, index) =>
    decimalText(from + ((to - from) * BigInt(index)) / BigInt(steps), decimals),
  );
  const unit = spec.type === 'duration' ? 'ns' : '';
  return { setting, values: [...new Set(values)].map((value) => `${value}${unit}`) };
}

/** Every combination of the values of sweeps, the last one varying fastest. */
export function combine(sweeps: readonly Sweep[]): Record<string, string>[] {
  return sweeps.reduce<Record<string, string>[]>(
    (points, { setting, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [setting]: value }))),
    [{}],
  );
}

function scaled(text: string | null, decimals: number): bigint | null {
  if (text === null) return null;
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

function decimalText(value: bigint, decimals: number): string {
  const digits = value.toString().padStart(decimals + 1, '0');
  return decimals === 0
    ? digits
    : withoutSpareZeros(`${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`);
}
