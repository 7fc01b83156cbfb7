import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, weekdayOf } from '../../../src/domain/calendar-date.js';
import type { TradingCalendar } from '../../../src/domain/generated/trading-calendar.js';
import { loadTradingCalendar } from '../../../src/lake/calendar/load-trading-calendar.js';

let calendar: TradingCalendar;
beforeAll(async () => {
  calendar = await loadTradingCalendar('us-equities');
});

const on = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** The n-th weekday of a month, from 1. */
function nth(year: number, month: number, { n, weekday }: { n: number; weekday: string }): string {
  let date = on(year, month, 1);
  while (weekdayOf(date) !== weekday) date = addDays(date, 1);
  return addDays(date, 7 * (n - 1));
}

/** Easter Sunday by Meeus, Astronomical Algorithms, chapter 8. */
function easter(year: number): string {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return on(year, Math.floor(n / 31), (n % 31) + 1);
}

/** NYSE Rule 7.2: Saturday's holiday is kept on Friday, Sunday's on Monday. */
function observed(date: string): string {
  if (weekdayOf(date) === 'saturday') return addDays(date, -1);
  return weekdayOf(date) === 'sunday' ? addDays(date, 1) : date;
}

/** Holidays of a year by rule. A new year that falls on Saturday is not kept: its Friday ends the old year. */
function holidays(year: number): string[] {
  const newYear = on(year, 1, 1);
  return [
    ...(weekdayOf(newYear) === 'saturday' ? [] : [observed(newYear)]),
    nth(year, 1, { n: 3, weekday: 'monday' }),
    nth(year, 2, { n: 3, weekday: 'monday' }),
    addDays(easter(year), -2),
    addDays(nth(year, 6, { n: 1, weekday: 'monday' }), -7),
    ...(year < 2022 ? [] : [observed(on(year, 6, 19))]),
    observed(on(year, 7, 4)),
    nth(year, 9, { n: 1, weekday: 'monday' }),
    nth(year, 11, { n: 4, weekday: 'thursday' }),
    observed(on(year, 12, 25)),
  ];
}

/** Half days of a year by rule, the one of Independence Day as it was until 2012 and since. */
function halfDays(year: number): string[] {
  const closed = holidays(year);
  const before = weekdayOf(on(year, 7, 4)) === 'thursday' && year < 2013 ? on(year, 7, 5) : on(year, 7, 3);
  return [before, addDays(nth(year, 11, { n: 4, weekday: 'thursday' }), 1), on(year, 12, 24)].filter(
    (date) => !closed.includes(date) && !['saturday', 'sunday'].includes(weekdayOf(date)),
  );
}

const special = [
  '2001-09-11',
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11',
  '2007-01-02',
  '2012-10-29',
  '2012-10-30',
  '2018-12-05',
  '2025-01-09',
];

const years = Array.from({ length: 31 }, (_, index) => 2000 + index);
const inYear = (dates: Iterable<string>, year: number): string[] =>
  [...dates].filter((date) => date.startsWith(String(year))).sort();

describe('us-equities', () => {
  test('holds the years 2000 to 2030 and regular hours in New York', () => {
    expect(calendar).toMatchObject({
      calendar: 'us-equities',
      zone: 'America/New_York',
      session: { opens: '09:30', closes: '16:00' },
      years: { first: 2000, last: 2030 },
    });
  });

  test.each(years)('is closed in %i on the holidays of the rules and on days decided apart', (year) => {
    expect(inYear(Object.keys(calendar.closed), year)).toEqual(
      [...holidays(year), ...inYear(special, year)].sort(),
    );
  });

  test.each(years)('closes at 13:00 in %i on the half days of the rules', (year) => {
    const decided = year === 2003 ? ['2003-12-26'] : [];
    const early = Object.entries(calendar.other_hours).filter(([, { closes }]) => closes === '13:00');
    expect(
      inYear(
        early.map(([date]) => date),
        year,
      ),
    ).toEqual([...halfDays(year), ...decided].sort());
  });

  test('has other hours that are no half day only on 2002-09-11', () => {
    const others = Object.entries(calendar.other_hours).filter(([, { closes }]) => closes !== '13:00');
    expect(others).toEqual([['2002-09-11', { opens: '12:00', name: 'Memorial of September 11' }]]);
  });

  test('says as the exchanges announced it: 2026, 2027 and 2028', () => {
    expect(inYear(Object.keys(calendar.closed), 2027)).toEqual([
      '2027-01-01',
      '2027-01-18',
      '2027-02-15',
      '2027-03-26',
      '2027-05-31',
      '2027-06-18',
      '2027-07-05',
      '2027-09-06',
      '2027-11-25',
      '2027-12-24',
    ]);
    expect(calendar.closed['2026-07-03']).toBe('Independence Day');
    expect(calendar.closed['2028-01-03']).toBeUndefined();
    const halves = Object.keys(calendar.other_hours).filter((date) => date >= '2026' && date < '2029');
    expect(halves).toEqual(['2026-11-27', '2026-12-24', '2027-11-26', '2028-07-03', '2028-11-24']);
  });

  test('names no day twice and no day of a weekend', () => {
    const dates = [...Object.keys(calendar.closed), ...Object.keys(calendar.other_hours)];
    expect(new Set(dates).size).toBe(dates.length);
    expect(dates.filter((date) => ['saturday', 'sunday'].includes(weekdayOf(date)))).toEqual([]);
  });
});
