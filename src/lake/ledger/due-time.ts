import { addDays } from '../../domain/calendar-date.js';
import type { FeedSpec } from '../../domain/generated/feed-spec.js';
import type { LedgerSession } from '../../domain/generated/ledger-entry.js';
import type { TradingCalendar } from '../../domain/generated/trading-calendar.js';
import { wallClock, zonedInstant } from '../../domain/zoned-time.js';
import { calendarDay, sessionAfter } from '../calendar/trading-calendar.js';

/** Whether a trade date has a session, and the instant by which its delivery is due; null where nothing is. */
export type DueTime = { readonly session: LedgerSession; readonly due_at_ns: bigint | null };

/**
 * When a feed's delivery for a trade date (`yyyy-MM-dd`) is due; without a calendar every day is a session.
 *
 * Throws `calendar-date-outside` where the date, or the session on which it is due, is outside the calendar's years.
 */
export function dueTime(
  { by, early_close_by, zone }: FeedSpec['arrives'],
  calendar: TradingCalendar | null,
  trade_date: string,
): DueTime {
  const day = calendar === null ? null : calendarDay(calendar, trade_date);
  const session = { kind: day?.kind ?? ('every_day' as const), name: day?.name ?? null };
  if (session.kind === 'closed') return { session, due_at_ns: null };
  const deadline = session.kind === 'early_close' ? (early_close_by ?? by) : by;
  const [, sessions = '0', time = ''] = /^(?:T\+([0-9]) )?(.*)$/.exec(deadline) ?? [];
  const date =
    calendar === null
      ? addDays(trade_date, Number(sessions))
      : sessionAfter(calendar, trade_date, Number(sessions));
  return { session, due_at_ns: zonedInstant(date, time, zone) };
}

/** An instant to the minute as clocks of a zone show it: `2026-11-20 18:30 (America/New_York)`. */
export function clockText(instant_ns: bigint, zone: string): string {
  const { date, time } = wallClock(instant_ns, zone);
  return `${date} ${time.slice(0, 5)} (${zone})`;
}
