import { expect, test } from 'vitest';
import { newYorkInstant, sessionHours } from '../../src/surveillance/session-hours.js';

test.each([
  { when: 'winter', date: '2026-11-20', open: '2026-11-20T14:30:00Z', close: '2026-11-20T21:00:00Z' },
  { when: 'summer', date: '2026-07-01', open: '2026-07-01T13:30:00Z', close: '2026-07-01T20:00:00Z' },
  {
    when: 'the last trading day before the clock goes forward',
    date: '2026-03-06',
    open: '2026-03-06T14:30:00Z',
    close: '2026-03-06T21:00:00Z',
  },
  {
    when: 'the day the clock goes forward',
    date: '2026-03-08',
    open: '2026-03-08T13:30:00Z',
    close: '2026-03-08T20:00:00Z',
  },
  {
    when: 'the day the clock goes back',
    date: '2026-11-01',
    open: '2026-11-01T14:30:00Z',
    close: '2026-11-01T21:00:00Z',
  },
  { when: 'a leap day', date: '2028-02-29', open: '2028-02-29T14:30:00Z', close: '2028-02-29T21:00:00Z' },
])('regular hours in $when', ({ date, open, close }) => {
  expect(sessionHours(date)).toEqual({
    open_ns: BigInt(Date.parse(open)) * 1_000_000n,
    close_ns: BigInt(Date.parse(close)) * 1_000_000n,
  });
});

test('midnight in New York belongs to the trade date', () => {
  expect(newYorkInstant('2026-11-20', '00:00:00')).toBe(
    BigInt(Date.parse('2026-11-20T05:00:00Z')) * 1_000_000n,
  );
});

test('a text that is no date is refused', () => {
  expect(() => sessionHours('20261120')).toThrow('is a date and a time');
});
