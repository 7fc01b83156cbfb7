import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalNumber,
  compareNumbers,
  type ExactNumber,
  isMultipleOf,
  isWhole,
  parseNumber,
} from '../../../src/canonicalize/validation/exact-number.js';

const SCALE = 60;
/** A number as a text of digits, point and exponent, and as a whole number of 10^-60. */
const written = fc
  .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.nat(20), fc.integer({ min: -15, max: 15 }))
  .map(([digits, decimals, power]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(decimals + 1, '0');
    const point = text.length - decimals;
    const plain = decimals === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
    return {
      text: `${digits < 0n ? '-' : ''}${plain}${power === 0 ? '' : `e${power}`}`,
      scaled: digits * 10n ** BigInt(SCALE - decimals + power),
    };
  });

function numberOf(text: string): ExactNumber {
  const number = parseNumber(text);
  if (number === null) throw new Error(`${text} is no number`);
  return number;
}

describe('numbers of any size', () => {
  test('are in the order of whole numbers of a common unit', () => {
    fc.assert(
      fc.property(written, written, (left, right) => {
        const order = left.scaled < right.scaled ? -1 : left.scaled > right.scaled ? 1 : 0;
        expect(Math.sign(compareNumbers(numberOf(left.text), numberOf(right.text)))).toBe(order);
      }),
    );
  });

  test('are whole or multiples exactly where the division leaves nothing', () => {
    fc.assert(
      fc.property(written, written, (number, divisor) => {
        const exact = numberOf(number.text);
        expect(isWhole(exact)).toBe(number.scaled % 10n ** BigInt(SCALE) === 0n);
        fc.pre(divisor.scaled !== 0n);
        expect(isMultipleOf(exact, numberOf(divisor.text))).toBe(number.scaled % divisor.scaled === 0n);
      }),
    );
  });

  test('have one canonical text', () => {
    const same = ['100', '1e2', '1.00E+2', '0.1e3', '0100.000'];
    expect(new Set(same.map((text) => canonicalNumber(numberOf(text)))).size).toBe(1);
    expect(canonicalNumber(numberOf('-0.0e9'))).toBe(canonicalNumber(numberOf('0')));
  });

  test.each(['', '-', '.5', '1.', '+1', '1e', 'NaN', '1,5', ' 1', '１'])('%j is none', (text) => {
    expect(parseNumber(text)).toBeNull();
  });
});
