import { CHARACTER_VALUES, characterValues, type Format } from './format.js';

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
      const sums = Array.from({ length: 9 }, (_, index) => {
        const value = `(instr('${CHARACTER_VALUES}', substr(${text}, ${index + 1}, 1)) - 1)`;
        const weighed = index % 2 === 1 ? `(2 * ${value})` : value;
        return `${weighed} // 10 + ${weighed} % 10`;
      });
      return `(${sums.join(' + ')}) % 10 = 0`;
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
