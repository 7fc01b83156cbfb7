import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isZone, wallClock, zonedInstant } from '../../src/domain/zoned-time.js';

const ns = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n;

test.each([
  ['a winter day', '2026-11-20', '18:30', 'America/New_York', '2026-11-20T23:30:00Z'],
  ['a summer day', '2026-07-01', '18:30', 'America/New_York', '2026-07-01T22:30:00Z'],
  ['before clocks go forward', '2026-03-08', '01:59:59', 'America/New_York', '2026-03-08T06:59:59Z'],
  ['after clocks went forward', '2026-03-08', '03:00', 'America/New_York', '2026-03-08T07:00:00Z'],
  ['a time that never happens', '2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00Z'],
  ['a time that happens twice', '2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
  ['after clocks went back', '2026-11-01', '02:00', 'America/New_York', '2026-11-01T07:00:00Z'],
  ['midnight', '2026-11-20', '00:00', 'America/New_York', '2026-11-20T05:00:00Z'],
  ['a leap day', '2028-02-29', '09:30', 'America/New_York', '2028-02-29T14:30:00Z'],
  ['half an hour from UTC', '2026-11-20', '09:15', 'Asia/Kolkata', '2026-11-20T03:45:00Z'],
  ['a change of half an hour', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
  ['the year of another rule', '2006-04-01', '09:30', 'America/New_York', '2006-04-01T14:30:00Z'],
])('%s: %s %s in %s is %s', (_name, date, time, zone, instant) => {
  expect(zonedInstant(date, time, zone)).toBe(ns(instant));
});

test('clocks show every nanosecond of an instant', () => {
  expect(wallClock(ns('2026-11-20T23:30:00Z') + 1n, 'America/New_York')).toEqual({
    date: '2026-11-20',
    time: '18:30:00.000000001',
  });
  expect(wallClock(-1n, 'UTC')).toEqual({ date: '1969-12-31', time: '23:59:59.999999999' });
});

test('reading the clock at an instant and finding the instant of that time lead back, but for the hour that is twice', () => {
  const hour = 3_600_000_000_000n;
  fc.assert(
    fc.property(fc.integer({ min: 946_684_800, max: 1_924_991_999 }), (second) => {
      const instant = BigInt(second) * 1_000_000_000n;
      const { date, time } = wallClock(instant, 'America/New_York');
      const found = zonedInstant(date, time.slice(0, 8), 'America/New_York');
      expect([instant, instant - hour]).toContain(found);
    }),
  );
});

test('a text that is no date is refused, and a zone is known or not', () => {
  expect(() => zonedInstant('20261120', '09:30', 'UTC')).toThrow('is a date and a time');
  expect([isZone('Europe/London'), isZone('Mars/Olympus')]).toEqual([true, false]);
});
