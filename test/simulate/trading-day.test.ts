import { expect, test } from 'vitest';
import { clockText, compactClockText } from '../../src/simulate/clock-text.js';
import { priceText } from '../../src/simulate/price-text.js';
import { timeOfActivity } from '../../src/simulate/session-clock.js';
import {
  clockNanos,
  epochNanos,
  hoursBehindUtc,
  marketClose,
  marketOpen,
  settlementDate,
  tradingDay,
} from '../../src/simulate/trading-day.js';

test.each([
  ['2026-11-20', 5, '1795185000'],
  ['2026-07-15', 4, '1784122200'],
  ['2026-03-06', 5, '1772807400'],
  ['2026-03-09', 4, '1773063000'],
  ['2024-02-29', 5, '1709217000'],
])('the market of %s is %i hours behind UTC and opens, at second %s of the epoch', (date, hours, second) => {
  const day = tradingDay(date);
  expect(day.hours_behind_utc).toBe(hours);
  expect(epochNanos(day, marketOpen)).toBe(BigInt(second) * 1_000_000_000n);
});

test.each([
  ['2026-11-19', '20261120'],
  ['2026-11-20', '20261123'],
  ['2026-11-21', '20261123'],
  ['2026-12-31', '20270101'],
])('trades of %s settle on %s', (date, settles) => {
  expect(settlementDate(tradingDay(date))).toBe(settles);
});

test.each([
  ['2026-11-20', -1],
  ['2026-03-28', -1],
  ['2026-03-29', -2],
])('Berlin is on %s %i hours behind UTC', (date, hours) => {
  expect(hoursBehindUtc(date, 'Europe/Berlin')).toBe(hours);
});

test('an instant keeps its last nanosecond', () => {
  expect(epochNanos(tradingDay('2026-11-20'), marketClose - 1) % 1_000_000_000n).toBe(999_999_999n);
});

test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-11-00', '20261120', '2026-1-2', ''])(
  '"%s" is no trade date',
  (text) => {
    expect(() => tradingDay(text)).toThrow(/trade_date is/);
  },
);

test('the time of day is written with nanoseconds', () => {
  expect(clockText(clockNanos(9, 30) + 7)).toBe('09:30:00.000000007');
  expect(compactClockText(clockNanos(15, 59, 59) + 999_999_999)).toBe('155959.999999999');
});

test.each([
  [1_234_500, '123.45'],
  [1_234_501, '123.4501'],
  [10_000, '1.00'],
  [99, '0.0099'],
])('a price of %i ten-thousandths is written %s', (price, text) => {
  expect(priceText(price)).toBe(text);
});

test('activity begins at the open, ends at the close, and is thickest at both ends', () => {
  expect(timeOfActivity(0, 100)).toBe(marketOpen);
  expect(timeOfActivity(100, 100)).toBe(marketClose);
  const minutes = (from: number, to: number) => (timeOfActivity(to, 100) - timeOfActivity(from, 100)) / 60e9;
  expect(minutes(0, 10)).toBeLessThan(minutes(45, 55));
  expect(minutes(90, 100)).toBeLessThan(minutes(45, 55));
});
