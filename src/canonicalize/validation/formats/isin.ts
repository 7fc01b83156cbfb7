import { characterValues, characterValuesSql, type Format } from './format.js';

/**
 * ISIN (ISO 6166): two letters of the country, nine characters, and a check digit.
 *
 * Letters become the two digits of their value, 10 to 35; over all these digits the Luhn formula (ISO/IEC 7812-1 annex B)
 * holds: every second digit from the right, not the last, is doubled and the digits add up to a multiple of ten.
 */
export const isin: Format = {
  shape: '^[A-Z]{2}[0-9A-Z]{9}[0-9]$',
  check: {
    sql: (text) => {
      const digits = `reverse(array_to_string(${characterValuesSql(text)}, ''))`;
      const doubled = `list_transform(string_split(${digits}, ''), lambda "@d", "@i": CAST("@d" AS INTEGER) * (CASE WHEN "@i" % 2 = 0 THEN 2 ELSE 1 END))`;
      return `list_sum(list_transform(${doubled}, lambda "@v": "@v" // 10 + "@v" % 10)) % 10 = 0`;
    },
    holds: (text) => {
      const digits = [...characterValues(text).join('')].reverse();
      const sums = digits
        .map((digit, index) => Number(digit) * (index % 2 === 1 ? 2 : 1))
        .map((value) => Math.floor(value / 10) + (value % 10));
      return sums.reduce((left, right) => left + right) % 10 === 0;
    },
  },
  length: { least: 12, most: 12 },
  words: 'an ISIN with its check digit',
};
