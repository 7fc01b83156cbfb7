import { invariant } from '../../domain/invariant.js';

const NS_PER_MS = 1_000_000n;
const HOUR_MS = 3_600_000;
/** No zone has changed its clocks and changed them back within six days since 1990. */
const STEP_MS = 72 * HOUR_MS;

const known = new Map<string, readonly ZoneSpan[]>();

/** One span in which a zone keeps one offset: from `from_utc_ms` (inclusive) on, local = UTC + `offset_ms`. */
export type ZoneSpan = { from_utc_ms: number; offset_ms: number };

/**
 * The offsets of a zone between two instants, in order; the first span holds from `from_ms` on.
 *
 * Changes are found to the millisecond. Zones are IANA names; an unknown one throws RangeError.
 */
export function zoneSpans(zone: string, from_ms: number, to_ms: number): readonly ZoneSpan[] {
  const name = `${zone} ${from_ms} ${to_ms}`;
  const spans = known.get(name) ?? findSpans(zone, from_ms, to_ms);
  known.set(name, spans);
  return spans;
}

function findSpans(zone: string, from_ms: number, to_ms: number): ZoneSpan[] {
  const offsetAt = zoneOffset(zone);
  let before = offsetAt(from_ms);
  const spans: ZoneSpan[] = [{ from_utc_ms: from_ms, offset_ms: before }];
  for (let start = from_ms; start < to_ms; start += STEP_MS) {
    const end = Math.min(start + STEP_MS, to_ms);
    const after = offsetAt(end);
    if (before !== after) {
      spans.push({ from_utc_ms: changeBetween(offsetAt, start, end), offset_ms: after });
    }
    before = after;
  }
  return spans;
}

function changeBetween(offsetAt: (utc_ms: number) => number, start: number, end: number): number {
  let before = start;
  let after = end;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === offsetAt(start)) before = middle;
    else after = middle;
  }
  return after;
}

/** Offset of a zone from UTC in milliseconds, as a function of the instant. */
function zoneOffset(zone: string): (utc_ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utc_ms) => {
    const parts = new Map(format.formatToParts(utc_ms).map((part) => [part.type, Number(part.value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const wall = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return wall - Math.floor(utc_ms / 1000) * 1000;
  };
}

/** First instant of a date (`yyyy-MM-dd`) in a zone and of the next date, in nanoseconds since 1970 UTC. */
export function dayBounds(date: string, zone: string): { from_ns: bigint; to_ns: bigint } {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  invariant(!Number.isNaN(midnight), `${date} is a date`);
  return { from_ns: localMidnight(midnight, zone), to_ns: localMidnight(midnight + 24 * HOUR_MS, zone) };
}

function localMidnight(wall_ms: number, zone: string): bigint {
  const offsetAt = zoneOffset(zone);
  // Where clocks change at midnight, a day begins at the first instant of which the wall shows midnight or later.
  const starts = [wall_ms - 24 * HOUR_MS, wall_ms + 24 * HOUR_MS]
    .map((near) => wall_ms - offsetAt(near))
    .filter((instant) => instant + offsetAt(instant) >= wall_ms);
  return BigInt(Math.min(...starts)) * NS_PER_MS;
}
