import { invariant } from './invariant.js';

/** What a clock on the wall shows: `yyyy-MM-dd` and `HH:mm:ss.nnnnnnnnn`. */
export type WallClock = { readonly date: string; readonly time: string };

const DAY_MS = 86_400_000;
const NS_PER_SECOND = 1_000_000_000n;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a text names a time zone that this machine's zone data knows. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant of a wall-clock time (`yyyy-MM-dd`, `HH:mm` or `HH:mm:ss`) in a zone, nanoseconds since 1970 UTC.
 *
 * A time that happens twice, when clocks go back, is the first of the two; one that never happens, when they go
 * forward, is as long after the change as it says: 02:30 is then the instant that clocks show as 03:30.
 */
export function zonedInstant(date: string, time: string, zone: string): bigint {
  const asIfUtcMs = Date.parse(`${date}T${time}Z`);
  invariant(Number.isFinite(asIfUtcMs), `"${date}T${time}" is a date and a time`);
  // Zones change their offset at most once within two days, so that these two are all there can be.
  const before = asIfUtcMs - offsetMs(asIfUtcMs - DAY_MS, zone);
  const after = asIfUtcMs - offsetMs(asIfUtcMs + DAY_MS, zone);
  const shown = [before, after].filter((instant) => instant + offsetMs(instant, zone) === asIfUtcMs);
  return BigInt(shown.length === 0 ? before : Math.min(...shown)) * 1_000_000n;
}

/** What clocks in a zone show at an instant, nanoseconds since 1970 UTC. */
export function wallClock(instant_ns: bigint, zone: string): WallClock {
  const fraction = fractionOf(instant_ns);
  const { date, time } = clockAt(wholeSecondMs(instant_ns), zone);
  return { date, time: `${time}.${fraction.toString().padStart(9, '0')}` };
}

/** Short name of what a zone's clocks keep at an instant, such as `EST` and `EDT`; it tells the two 01:30 of an autumn night apart. */
export function zoneName(instant_ns: bigint, zone: string): string {
  const parts = formatOf(zone).formatToParts(wholeSecondMs(instant_ns));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function fractionOf(instant_ns: bigint): bigint {
  return ((instant_ns % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
}

/** Milliseconds since 1970 of the second that an instant lies in, before 1970 too. */
function wholeSecondMs(instant_ns: bigint): number {
  return Number((instant_ns - fractionOf(instant_ns)) / 1_000_000n);
}

function offsetMs(instantMs: number, zone: string): number {
  const { date, time } = clockAt(instantMs, zone);
  return Date.parse(`${date}T${time}Z`) - instantMs;
}

function clockAt(instantMs: number, zone: string): WallClock {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${part['year']?.padStart(4, '0')}-${part['month']}-${part['day']}`,
    time: `${part['hour']}:${part['minute']}:${part['second']}`,
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  formats.set(timeZone, format);
  return format;
}
