import { invariant } from '../domain/invariant.js';

/** Regular trading hours of United States equities on one day. Nanoseconds since 1970 UTC. */
export type SessionHours = { readonly open_ns: bigint; readonly close_ns: bigint };

const newYork = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/**
 * 09:30 and 16:00 in New York on a trade date (`yyyy-MM-dd`), summer time included.
 *
 * Early closes (13:00 on the eve of some holidays) and holidays are not yet known: such a day has the regular hours too.
 */
export function sessionHours(tradeDate: string): SessionHours {
  return { open_ns: newYorkInstant(tradeDate, '09:30:00'), close_ns: newYorkInstant(tradeDate, '16:00:00') };
}

/** The instant of a wall-clock time `HH:mm:ss` in New York, nanoseconds since 1970 UTC; for times outside the clock change. */
export function newYorkInstant(tradeDate: string, time: string): bigint {
  const asIfUtcMs = Date.parse(`${tradeDate}T${time}Z`);
  invariant(Number.isFinite(asIfUtcMs), `"${tradeDate}T${time}" is a date and a time`);
  const offsetMs = asIfUtcMs - wallClockMs(asIfUtcMs);
  return BigInt(asIfUtcMs + offsetMs) * 1_000_000n;
}

function wallClockMs(instantMs: number): number {
  const parts = new Map(newYork.formatToParts(instantMs).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return Date.parse(
    `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`,
  );
}
