import { addDays, weekdayOf } from '../../domain/calendar-date.js';
import type { TradingCalendar } from '../../domain/generated/trading-calendar.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { zonedInstant } from '../../domain/zoned-time.js';

/** What a calendar says of one date. Hours are `HH:mm` in the calendar's zone, null where there is no session. */
export type CalendarDay = {
  readonly kind: 'regular' | 'early_close' | 'late_open' | 'closed';
  readonly opens: string | null;
  readonly closes: string | null;
  /** Why it is not a regular day: the holiday, or the day of the weekend; null on a regular one. */
  readonly name: string | null;
};

/** A session as instants, nanoseconds since 1970 UTC; the open is inclusive, the close exclusive. */
export type SessionHours = { readonly open_ns: bigint; readonly close_ns: bigint };

/** The day of a date (`yyyy-MM-dd`). Throws `calendar-date-outside` for a year that the calendar does not know. */
export function calendarDay(calendar: TradingCalendar, date: string): CalendarDay {
  const { first, last } = calendar.years;
  const year = Number(date.slice(0, 4));
  if (year < first || year > last) {
    throw new OperationalFailure('calendar-date-outside', { calendar: calendar.calendar, date, first, last });
  }
  const weekday = weekdayOf(date);
  const closed = calendar.weekdays.includes(weekday) ? calendar.closed[date] : titled(weekday);
  if (closed !== undefined) return { kind: 'closed', opens: null, closes: null, name: closed };
  const { opens, closes } = calendar.session;
  const other = calendar.other_hours[date];
  if (other === undefined) return { kind: 'regular', opens, closes, name: null };
  const kind = (other.closes ?? closes) < closes ? 'early_close' : 'late_open';
  return { kind, opens: other.opens ?? opens, closes: other.closes ?? closes, name: other.name };
}

/** The session of a date as instants; null where there is none. Throws `calendar-date-outside`. */
export function sessionHours(calendar: TradingCalendar, date: string): SessionHours | null {
  const { opens, closes } = calendarDay(calendar, date);
  if (opens === null || closes === null) return null;
  return {
    open_ns: zonedInstant(date, opens, calendar.zone),
    close_ns: zonedInstant(date, closes, calendar.zone),
  };
}

/** The date of the n-th session after a date, itself not counted; the date itself for none. Throws `calendar-date-outside`. */
export function sessionAfter(calendar: TradingCalendar, date: string, sessions: number): string {
  let found = date;
  for (let left = sessions; left > 0; ) {
    found = addDays(found, 1);
    if (calendarDay(calendar, found).kind !== 'closed') left -= 1;
  }
  return found;
}

/** Dates of the sessions before a date, the nearest first; fewer where the calendar does not reach so far back. */
export function sessionsBefore(calendar: TradingCalendar, date: string, sessions: number): string[] {
  const first = `${calendar.years.first}-01-01`;
  const found: string[] = [];
  for (let day = date; found.length < sessions && day > first; ) {
    day = addDays(day, -1);
    if (calendarDay(calendar, day).kind !== 'closed') found.push(day);
  }
  return found;
}

function titled(weekday: string): string {
  return weekday.charAt(0).toUpperCase() + weekday.slice(1);
}
