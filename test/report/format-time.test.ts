import { expect, test } from 'vitest';
import { formatNewYork, formatUtc, newYorkTime } from '../../src/report/format-time.js';

test.each([
  ['0', '1970-01-01T00:00:00.000000000Z', '1969-12-31 19:00:00.000000000 EST'],
  ['-1', '1969-12-31T23:59:59.999999999Z', expect.stringContaining('1969-12-31 18:59:59.999999999 ')],
  ['1795185067123456789', '2026-11-20T14:31:07.123456789Z', '2026-11-20 09:31:07.123456789 EST'],
  ['1782916200000000001', '2026-07-01T14:30:00.000000001Z', '2026-07-01 10:30:00.000000001 EDT'],
  ['1795237200000000000', '2026-11-21T05:00:00.000000000Z', '2026-11-21 00:00:00.000000000 EST'],
  ['9223372036854775807', '2262-04-11T23:47:16.854775807Z', '2262-04-11 19:47:16.854775807 EDT'],
  ['-9223372036854775808', '1677-09-21T00:12:43.145224192Z', expect.stringContaining('1677-09-20 19:')],
])('%s ns is %s', (epochNs, utc, newYork) => {
  expect(formatUtc(epochNs)).toBe(utc);
  expect(formatNewYork(epochNs)).toEqual(newYork);
});

test('the two 01:30 of the autumn night differ by their zone', () => {
  expect(formatNewYork('1793511000000000000')).toBe('2026-11-01 01:30:00.000000000 EDT');
  expect(formatNewYork('1793514600000000000')).toBe('2026-11-01 01:30:00.000000000 EST');
});

test('the hour that the spring night skips is skipped', () => {
  expect(formatNewYork('1772953199999999999')).toBe('2026-03-08 01:59:59.999999999 EST');
  expect(formatNewYork('1772953200000000000')).toBe('2026-03-08 03:00:00.000000000 EDT');
});

test.each(['9223372036854775808', '-9223372036854775809', '', '1.5', 'soon'])(
  '%j is no 64-bit instant and comes back as it is',
  (epochNs) => {
    expect(newYorkTime(epochNs)).toBeNull();
    expect(formatUtc(epochNs)).toBe(`${epochNs} ns since 1970`);
    expect(formatNewYork(epochNs)).toBe(`${epochNs} ns since 1970`);
  },
);
