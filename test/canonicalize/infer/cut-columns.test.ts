import { expect, test } from 'vitest';
import { cutColumns } from '../../../src/canonicalize/infer/cut-columns.js';

const shown = (lines: readonly string[]): string[] =>
  cutColumns(lines).map(({ start, width, told }) => `${start}+${width}${told ? '' : ' untold'}`);

test('a right-aligned number is one field, with half of the blanks before it', () => {
  expect(shown(['ABC      -2600X', 'DEFG       900Y', 'HI        1700Z'])).toEqual([
    '1+7',
    '8+7 untold',
    '15+1',
  ]);
  expect(shown(['ABC     26', 'DEF    900', 'GHI      7'])).toEqual(['1+5', '6+5 untold']);
});

test('a left-aligned number, signed or not, is filled up by the blanks after it', () => {
  expect(shown(['ABC 17   X', 'DEF 900  Y', 'GHI 7    Z'])).toEqual(['1+4', '5+5', '10+1']);
  expect(shown(['ABC  -17   X', 'DEF  900   Y', 'GHI  -7    Z'])).toEqual(['1+5', '6+6', '12+1']);
});

test('text in front of digits that are on all lines ends where they begin', () => {
  expect(shown(['AB  12', 'ABC 34', 'ABCD56'])).toEqual(['1+4', '5+2']);
});
