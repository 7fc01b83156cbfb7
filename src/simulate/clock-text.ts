import { nanosPerSecond } from './trading-day.js';

const secondTexts = new Map<number, string>();

/** Time of day as `HH:mm:ss.nnnnnnnnn`, from nanoseconds since midnight. */
export function clockText(ns: number): string {
  const nanos = ns % nanosPerSecond;
  return `${secondText((ns - nanos) / nanosPerSecond)}.${String(nanos).padStart(9, '0')}`;
}

/** Time of day as `HHmmss.nnnnnnnnn`, from nanoseconds since midnight. */
export function compactClockText(ns: number): string {
  return clockText(ns).replaceAll(':', '');
}

function secondText(second: number): string {
  const known = secondTexts.get(second);
  if (known !== undefined) return known;
  const two = (value: number) => String(value).padStart(2, '0');
  const text = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  secondTexts.set(second, text);
  return text;
}
