import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactSum } from '../../src/canonicalize/exact-sum.js';
import { type NumberStyle, plainDecimal } from '../../src/canonicalize/number-style.js';

const german: NumberStyle = { decimal: ',', thousands: '.' };
const comma: NumberStyle = { decimal: ',' };
const swiss: NumberStyle = { decimal: '.', thousands: "'" };

const cases: [string, NumberStyle, string | null][] = [
  ['1234.5', undefined, '1234.5'],
  ['+007.50', undefined, '7.5'],
  ['-0.0', undefined, '0'],
  ['.5', undefined, '0.5'],
  ['5.', undefined, '5'],
  ['1,5', undefined, null],
  ['1e5', undefined, null],
  ['', undefined, null],
  ['-', undefined, null],
  ['.', undefined, null],
  ['1.234,50', german, '1234.5'],
  ['1.234.567', german, '1234567'],
  ['1234567,8', german, '1234567.8'],
  ['-12,5', german, '-12.5'],
  ['12.34,5', german, null],
  ['1.2345', german, null],
  ['1234.567', german, null],
  ['.123', german, null],
  ['1,2,3', german, null],
  ['1.5', comma, null],
  ['1,5', comma, '1.5'],
  ["12'345.5", swiss, '12345.5'],
  [`1${'0'.repeat(63)}`, undefined, `1${'0'.repeat(63)}`],
  [`1${'0'.repeat(64)}`, undefined, null],
];

describe('a number', () => {
  test.each(cases)('%j in the style %j is %j', (text, style, plain) => {
    expect(plainDecimal(text, style)).toBe(plain);
  });
});

describe('a sum', () => {
  test('is exact whatever the decimals', () => {
    const sum = new ExactSum();
    for (const one of ['0.1', '0.2', '-99999999999999999999', '0.00000000000000000001']) sum.add(one);
    expect(String(sum)).toBe('-99999999999999999998.69999999999999999999');
    expect(String(new ExactSum())).toBe('0');
  });

  test('of any cents is that of whole numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })), (cents) => {
        const sum = new ExactSum();
        const total = cents.reduce((left, right) => left + right, 0n);
        const text = (value: bigint): string => {
          const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
          return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        };
        for (const value of cents) sum.add(text(value));
        expect(plainDecimal(String(sum))).toBe(plainDecimal(text(total)));
      }),
    );
  });
});
