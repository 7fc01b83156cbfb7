import { beforeAll, expect, test } from 'vitest';
import type { TradingCalendar } from '../../../src/domain/generated/trading-calendar.js';
import { calendarNames, loadTradingCalendar } from '../../../src/lake/calendar/load-trading-calendar.js';
import { loadMarketDay } from '../../../src/lake/calendar/market-day.js';
import { calendarDay, sessionAfter, sessionHours } from '../../../src/lake/calendar/trading-calendar.js';

let calendar: TradingCalendar;
beforeAll(async () => {
  calendar = await loadTradingCalendar('us-equities');
});

const ns = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n;

test.each([
  ['a regular day in winter', '2026-11-20', '2026-11-20T14:30:00Z', '2026-11-20T21:00:00Z'],
  ['a regular day in summer', '2026-07-01', '2026-07-01T13:30:00Z', '2026-07-01T20:00:00Z'],
  ['the Friday before clocks go forward', '2026-03-06', '2026-03-06T14:30:00Z', '2026-03-06T21:00:00Z'],
  ['the Monday after', '2026-03-09', '2026-03-09T13:30:00Z', '2026-03-09T20:00:00Z'],
  ['a half day', '2026-11-27', '2026-11-27T14:30:00Z', '2026-11-27T18:00:00Z'],
  ['a half day in summer', '2025-07-03', '2025-07-03T13:30:00Z', '2025-07-03T17:00:00Z'],
  ['a late opening', '2002-09-11', '2002-09-11T16:00:00Z', '2002-09-11T20:00:00Z'],
  ['a leap day', '2028-02-29', '2028-02-29T14:30:00Z', '2028-02-29T21:00:00Z'],
])('the session of %s, %s', (_name, date, open, close) => {
  expect(sessionHours(calendar, date)).toEqual({ open_ns: ns(open), close_ns: ns(close) });
});

test.each([
  ['2026-11-20', 'regular', null],
  ['2026-11-27', 'early_close', 'Day after Thanksgiving'],
  ['2002-09-11', 'late_open', 'Memorial of September 11'],
  ['2026-11-26', 'closed', 'Thanksgiving Day'],
  ['2012-10-29', 'closed', 'Hurricane Sandy'],
  ['2026-11-21', 'closed', 'Saturday'],
  ['2026-11-22', 'closed', 'Sunday'],
])('%s is %s, by the name of %s', (date, kind, name) => {
  expect(calendarDay(calendar, date)).toMatchObject({ kind, name });
});

test.each([
  ['the next day', '2026-11-19', 1, '2026-11-20'],
  ['over a weekend', '2026-11-20', 1, '2026-11-23'],
  ['over a holiday', '2026-11-25', 1, '2026-11-27'],
  ['over a holiday and a weekend', '2026-04-02', 1, '2026-04-06'],
  ['over a closed week', '2001-09-10', 1, '2001-09-17'],
  ['several sessions', '2026-11-25', 3, '2026-12-01'],
  ['no session at all', '2026-11-21', 0, '2026-11-21'],
])('counting sessions: %s after %s, %i is %s', (_name, date, sessions, expected) => {
  expect(sessionAfter(calendar, date, sessions)).toBe(expected);
});

test('the first and the last day of its years are known, one day outside is refused and never guessed', () => {
  expect(calendarDay(calendar, '2000-01-03').kind).toBe('regular');
  expect(calendarDay(calendar, '2030-12-31').kind).toBe('regular');
  const refusal = {
    code: 'calendar-date-outside',
    message:
      '2031-01-01: calendar us-equities holds the years 2000 to 2030, so that it is not known whether there is a session; add the year to calendars/us-equities.yaml [calendar-date-outside]',
  };
  expect(() => calendarDay(calendar, '2031-01-01')).toThrow(expect.objectContaining(refusal));
  expect(() => calendarDay(calendar, '1999-12-31')).toThrow('1999-12-31: calendar us-equities holds');
  expect(() => sessionAfter(calendar, '2030-12-31', 1)).toThrow(expect.objectContaining(refusal));
});

test('a market day carries its session, or why it has none', async () => {
  expect(await loadMarketDay('2026-11-27')).toEqual({
    trade_date: '2026-11-27',
    session: { open_ns: ns('2026-11-27T14:30:00Z'), close_ns: ns('2026-11-27T18:00:00Z') },
    closed: null,
    previous_close_ns: ns('2026-11-25T21:00:00Z'),
  });
  expect(await loadMarketDay('2026-11-26')).toEqual({
    trade_date: '2026-11-26',
    session: null,
    closed: 'Thanksgiving Day',
    previous_close_ns: ns('2026-11-25T21:00:00Z'),
  });
});

test('the calendars are known by name', async () => {
  expect(await calendarNames()).toEqual(['us-equities']);
});
