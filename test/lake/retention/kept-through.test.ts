import { expect, test } from 'vitest';
import { dayOf, keptThrough } from '../../../src/lake/retention/kept-through.js';

test.each([
  ['2026-11-20', 3, '2029-11-20'],
  ['2026-12-31', 6, '2032-12-31'],
  ['2024-02-29', 4, '2028-02-29'],
  ['2024-02-29', 6, '2030-03-01'],
  ['2096-02-29', 4, '2100-03-01'],
  ['2023-02-28', 1, '2024-02-28'],
])('a record of %s that is kept %i years is kept through %s', (day, years, last) => {
  expect(keptThrough(day, years)).toBe(last);
});

test('the day of an instant ends with its last nanosecond, in UTC', () => {
  const midnight_ns = BigInt(Date.UTC(2026, 10, 21)) * 1_000_000n;
  expect([dayOf(midnight_ns - 1n), dayOf(midnight_ns)]).toEqual(['2026-11-20', '2026-11-21']);
});
