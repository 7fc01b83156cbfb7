import { characterValues, characterValuesSql, type Format } from './format.js';

/**
 * CUSIP (ANSI X9.6): eight characters and a check digit by "modulus 10 double add double".
 *
 * The value of every second character is doubled, the digits of all values are added, and the check digit fills the sum
 * up to a multiple of ten. Letters count 10 to 35, and * @ # of private placements 36 to 38.
 */
export const cusip: Format = {
  shape: '^[0-9A-Z*@#]{8}[0-9]$',
  check: {
    sql: (text) => {
      const doubled = `list_transform(${characterValuesSql(text)}, lambda v, i: CASE WHEN i % 2 = 0 THEN 2 * v ELSE v END)`;
      return `list_sum(list_transform(${doubled}, lambda v: v // 10 + v % 10)) % 10 = 0`;
    },
    holds: (text) => {
      const sums = characterValues(text)
        .map((value, index) => (index % 2 === 1 ? 2 * value : value))
        .map((value) => Math.floor(value / 10) + (value % 10));
      return sums.reduce((left, right) => left + right) % 10 === 0;
    },
  },
  length: { least: 9, most: 9 },
  words: 'a CUSIP with its check digit',
};
