import { loadTradingCalendar, MARKET_CALENDAR } from './load-trading-calendar.js';
import { calendarDay, type SessionHours, sessionHours } from './trading-calendar.js';

/** A trade date (`yyyy-MM-dd`) with the session that United States equities have on it. */
export type MarketDay = {
  readonly trade_date: string;
  /** Null where there is none. */
  readonly session: SessionHours | null;
  /** Why there is none: the holiday, or the day of the weekend; null where there is one. */
  readonly closed: string | null;
};

/** The market day of a trade date. Throws `calendar-date-outside`. */
export async function loadMarketDay(trade_date: string): Promise<MarketDay> {
  const calendar = await loadTradingCalendar(MARKET_CALENDAR);
  const { kind, name } = calendarDay(calendar, trade_date);
  return { trade_date, session: sessionHours(calendar, trade_date), closed: kind === 'closed' ? name : null };
}
