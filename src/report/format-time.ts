import { type WallClock, wallClock, zoneName } from '../domain/zoned-time.js';

/** A civil time in New York: `2026-11-20`, `09:31:07.123456789`, `EST` or `EDT`. */
export type NewYorkTime = WallClock & { readonly zone: string };

const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;

/**
 * An instant as `2026-11-20T14:31:07.123456789Z`, from nanoseconds since 1970 UTC as decimal text, to the nanosecond.
 *
 * Text that is no 64-bit integer has no civil time and comes back as `<text> ns since 1970`.
 */
export function formatUtc(epochNs: string): string {
  const at = civilTime(epochNs, 'UTC');
  return at === null ? `${epochNs} ns since 1970` : `${at.date}T${at.time}Z`;
}

/** The same instant as `2026-11-20 09:31:07.123456789 EST`; the zone tells the two 01:30 of an autumn night apart. */
export function formatNewYork(epochNs: string): string {
  const at = civilTime(epochNs, 'America/New_York');
  return at === null ? `${epochNs} ns since 1970` : `${at.date} ${at.time} ${at.zone}`;
}

/** The same instant in parts; null when the text is no 64-bit integer. */
export function newYorkTime(epochNs: string): NewYorkTime | null {
  return civilTime(epochNs, 'America/New_York');
}

function civilTime(epochNs: string, zone: string): NewYorkTime | null {
  if (!/^-?\d{1,19}$/.test(epochNs)) return null;
  const instant = BigInt(epochNs);
  if (instant < least || instant > greatest) return null;
  return { ...wallClock(instant, zone), zone: zoneName(instant, zone) };
}
