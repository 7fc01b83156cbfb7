import { expect, test } from 'vitest';
import type { FeedSpec } from '../../../src/domain/generated/feed-spec.js';
import { runTimes } from '../../../src/jobs/schedule/run-times.js';
import { loadTradingCalendar } from '../../../src/lake/calendar/load-trading-calendar.js';

const calendars = new Map([['us-equities', await loadTradingCalendar('us-equities')]]);

function feed(name: string, arrives: Partial<FeedSpec['arrives']>): FeedSpec {
  const given = { by: '18:30', zone: 'America/New_York', calendar: 'us-equities', ...arrives };
  return { feed: name, arrives: given } as unknown as FeedSpec;
}

function told(specs: readonly FeedSpec[], ...dates: string[]): string[] {
  const { runs, without } = runTimes(specs, calendars, dates);
  return [
    ...runs.map(
      ({ trade_date, due_at_ns, feeds, last }) =>
        `${trade_date} due ${new Date(Number(due_at_ns / 1_000_000n)).toISOString().slice(0, 16)} ${feeds.join(' ')}${last ? '' : ' …'}`,
    ),
    ...without.map(({ trade_date, why }) => `${trade_date} none: ${why}`),
  ];
}

test('a day has one run, after the last of its deadlines', () => {
  const specs = [feed('early', { by: '08:30' }), feed('late', { by: '20:30' }), feed('middle', {})];
  expect(told(specs, '2026-11-20')).toEqual(['2026-11-20 due 2026-11-21T01:30 early late middle']);
});

test('a holiday and a weekend have no run, and it is said why', () => {
  expect(told([feed('a', {})], '2026-11-26', '2026-11-28')).toEqual([
    '2026-11-26 none: Thanksgiving Day',
    '2026-11-28 none: Saturday',
  ]);
});

test('an early close moves the run to the deadline of the feed for such days', () => {
  const specs = [feed('a', { by: '18:30', early_close_by: '15:30' })];
  expect(told(specs, '2026-11-25', '2026-11-27')).toEqual([
    '2026-11-25 due 2026-11-25T23:30 a',
    '2026-11-27 due 2026-11-27T20:30 a',
  ]);
});

test('one feed that says nothing of early closes keeps the run where it is', () => {
  const specs = [feed('a', { early_close_by: '15:30' }), feed('b', {})];
  expect(told(specs, '2026-11-27')).toEqual(['2026-11-27 due 2026-11-27T23:30 a b']);
});

test('the same time of day is an hour earlier in UTC once clocks go forward, and later again after they go back', () => {
  expect(told([feed('a', {})], '2026-03-06', '2026-03-09', '2026-10-30', '2026-11-02')).toEqual([
    '2026-03-06 due 2026-03-06T23:30 a',
    '2026-03-09 due 2026-03-09T22:30 a',
    '2026-10-30 due 2026-10-30T22:30 a',
    '2026-11-02 due 2026-11-02T23:30 a',
  ]);
});

test('a time that comes twice is the first, one that never comes is as long after the change', () => {
  const nightly = (by: string): FeedSpec => {
    const { calendar: _, ...arrives } = feed('n', { by }).arrives;
    return { feed: 'n', arrives } as unknown as FeedSpec;
  };
  expect(told([nightly('01:30')], '2026-11-01')).toEqual(['2026-11-01 due 2026-11-01T05:30 n']);
  expect(told([nightly('02:30')], '2026-03-08')).toEqual(['2026-03-08 due 2026-03-08T07:30 n']);
});

test('a feed that is due the next session has a run of its own, over weekends and holidays, and only the last owes all', () => {
  const specs = [feed('a', {}), feed('b', { by: 'T+1 08:00' })];
  expect(told(specs, '2026-11-25', '2026-11-26')).toEqual([
    '2026-11-25 due 2026-11-25T23:30 a …',
    '2026-11-25 due 2026-11-27T13:00 b',
    '2026-11-26 none: Thanksgiving Day',
  ]);
});

test('a feed that delivers on request sets no deadline', () => {
  const specs = [feed('a', {}), feed('asked', { by: '23:00', due: 'on-request' })];
  expect(told(specs, '2026-11-20')).toEqual(['2026-11-20 due 2026-11-20T23:30 a']);
  expect(told([feed('asked', { due: 'on-request' })], '2026-11-20')).toEqual([]);
});

test('a feed of every day has its run on a holiday, by a calendar of its own', () => {
  const { calendar: _, ...arrives } = feed('z', {}).arrives;
  const specs = [feed('a', {}), { feed: 'z', arrives } as unknown as FeedSpec];
  expect(told(specs, '2026-11-26')).toEqual([
    '2026-11-26 due 2026-11-26T23:30 z',
    '2026-11-26 none: Thanksgiving Day',
  ]);
});

test('a date that the calendar does not know is refused, not left out', () => {
  expect(() => told([feed('a', {})], '2031-01-02')).toThrow('[calendar-date-outside]');
});
