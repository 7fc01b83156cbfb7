import { expect, test } from 'vitest';
import { cusipOf, isinOf, leiOf } from '../../src/simulate/instrument-numbers.js';
import { listInstruments } from '../../src/simulate/instruments.js';
import { createRandom } from '../../src/simulate/random.js';

const instruments = listInstruments(300, createRandom(1));
const expanded = (text: string) => text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

/** Sum of digits of which every second one is doubled and cast out, as Luhn's test of a whole number has it. */
function luhn(digits: string, doubledFromTheRight: 0 | 1): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const value = at % 2 === doubledFromTheRight ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum;
}

test('CUSIPs and ISINs have nine and twelve characters, differ, and pass the test of their check digit', () => {
  const cusips = instruments.map(cusipOf);
  const isins = instruments.map(isinOf);
  expect(new Set([...cusips, ...isins]).size).toBe(602);
  expect(cusips.filter((cusip) => !/^[0-9]{9}$/.test(cusip) || luhn(cusip, 1) % 10 !== 0)).toEqual([]);
  expect(isins.filter((isin) => !/^US[0-9]{10}$/.test(isin) || luhn(expanded(isin), 1) % 10 !== 0)).toEqual(
    [],
  );
});

test.each(['ELMB', 'OW0001', 'OW9999', ''])('the LEI of "%s" leaves 1 when divided by 97', (name) => {
  const lei = leiOf(name);
  expect(lei).toMatch(/^549300[0-9A-Z]{12}[0-9]{2}$/);
  expect(BigInt(expanded(lei)) % 97n).toBe(1n);
});
