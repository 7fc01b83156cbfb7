import { expect, test } from 'vitest';
import { formatCount, formatPrice, formatValue, parseExact } from '../../src/report/exact-value.js';

test.each([
  ['1500.000000', 'shares', '1,500'],
  ['0.5', 'ratio', '0.50'],
  ['-1234567.25000000', 'USD', '-1,234,567.25'],
  ['90071992547409930.000000000000000001', '', '90,071,992,547,409,930.000000000000000001'],
  ['2250000000', 'ns', '2.25 s'],
  ['999999999', 'ns', '999.999999 ms'],
  ['1000000000', 'ns', '1 s'],
  ['1001', 'ns', '1.001 µs'],
  ['1', 'ns', '1 ns'],
  ['0', 'ns', '0 ns'],
  ['-1500', 'ns', '-1.50 µs'],
  ['10s', 'ns', '10 s'],
  ['5m', '', '5 min'],
  ['59999999999', 'ns', '59.999999999 s'],
  ['60000000000', 'ns', '1 min'],
  ['-60000000001', 'ns', '-1 min 0.000000001 s'],
  ['3599999999999', 'ns', '59 min 59.999999999 s'],
  ['3600000000000', 'ns', '1 h'],
  ['3601500000000', 'ns', '1 h 1.50 s'],
  ['90061000000000', 'ns', '1 d 1 h 1 min 1 s'],
  ['60000000000.0000000000000000001', 'ns', '60000000000.0000000000000000001'],
  ['not a number', 'shares', 'not a number'],
  [null, 'shares', 'none'],
])('%j in %s shows as %s', (value, unit, expected) => {
  expect(formatValue(value, unit)).toBe(expected);
});

test.each(['', '.', '1.', '.5', '1e3', '+1', '1,5', ' 1', '0.0000000000000000001', '1w', '٣'])(
  '%j is no exact value',
  (text) => {
    expect(parseExact(text)).toBeNull();
  },
);

test('a duration and its nanoseconds are the same value', () => {
  expect(parseExact('250ms')).toBe(parseExact('250000000'));
  expect(parseExact('1d')).toBe(parseExact('86400000000000'));
});

test('a price has two digits after the point at least', () => {
  expect(formatPrice(parseExact('10') ?? 0n)).toBe('10.00');
  expect(formatPrice(parseExact('10.00010000') ?? 0n)).toBe('10.0001');
});

test('counts are grouped by three', () => {
  expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
});
