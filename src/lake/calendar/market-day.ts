import { loadTradingCalendar, MARKET_CALENDAR } from './load-trading-calendar.js';
import { calendarDay, type SessionHours, sessionHours, sessionsBefore } from './trading-calendar.js';

/** A trade date (`yyyy-MM-dd`) with the session that United States equities have on it. */
export type MarketDay = {
  readonly trade_date: string;
  /** Null where there is none. */
  readonly session: SessionHours | null;
  /** Why there is none: the holiday, or the day of the weekend; null where there is one. */
  readonly closed: string | null;
  /** Close of the last session before, nanoseconds since 1970 UTC; null where the calendar holds none. */
  readonly previous_close_ns: bigint | null;
};

/** The market day of a trade date. Throws `calendar-date-outside`. */
export async function loadMarketDay(trade_date: string): Promise<MarketDay> {
  const calendar = await loadTradingCalendar(MARKET_CALENDAR);
  const { kind, name } = calendarDay(calendar, trade_date);
  const [before] = sessionsBefore(calendar, trade_date, 1);
  return {
    trade_date,
    session: sessionHours(calendar, trade_date),
    closed: kind === 'closed' ? name : null,
    previous_close_ns: before === undefined ? null : (sessionHours(calendar, before)?.close_ns ?? null),
  };
}
