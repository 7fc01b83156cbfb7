/** A civil time in New York: `2026-11-20`, `09:31:07.123456789`, `EST` or `EDT`. */
export interface NewYorkTime {
  readonly date: string;
  readonly time: string;
  readonly zone: string;
}

const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;

const newYork = clock('America/New_York');
const utc = clock('UTC');

/**
 * An instant as `2026-11-20T14:31:07.123456789Z`, from nanoseconds since 1970 UTC as decimal text, to the nanosecond.
 *
 * Text that is no 64-bit integer has no civil time and comes back as `<text> ns since 1970`.
 */
export function formatUtc(epochNs: string): string {
  const at = readClock(utc, epochNs);
  return at === null ? `${epochNs} ns since 1970` : `${at.date}T${at.time}Z`;
}

/** The same instant as `2026-11-20 09:31:07.123456789 EST`; the zone tells the two 01:30 of an autumn night apart. */
export function formatNewYork(epochNs: string): string {
  const at = readClock(newYork, epochNs);
  return at === null ? `${epochNs} ns since 1970` : `${at.date} ${at.time} ${at.zone}`;
}

/** The same instant in parts; null when the text is no 64-bit integer. */
export function newYorkTime(epochNs: string): NewYorkTime | null {
  return readClock(newYork, epochNs);
}

function readClock(format: Intl.DateTimeFormat, epochNs: string): NewYorkTime | null {
  if (!/^-?\d{1,19}$/.test(epochNs)) return null;
  const instant = BigInt(epochNs);
  if (instant < least || instant > greatest) return null;
  const fraction = ((instant % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const part = Object.fromEntries(
    format.formatToParts(Number((instant - fraction) / 1_000_000n)).map(({ type, value }) => [type, value]),
  );
  return {
    date: `${part['year']}-${part['month']}-${part['day']}`,
    time: `${part['hour']}:${part['minute']}:${part['second']}.${fraction.toString().padStart(9, '0')}`,
    zone: part['timeZoneName'] ?? '',
  };
}

function clock(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
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
}
