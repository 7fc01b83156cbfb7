import { characterValues, characterValuesSql, type Format } from './format.js';

/**
 * LEI (ISO 17442-1): eighteen characters and two check digits by ISO/IEC 7064, MOD 97-10.
 *
 * Letters become the two digits of their value, 10 to 35; the number that all digits form leaves 1 when divided by 97.
 */
export const lei: Format = {
  shape: '^[0-9A-Z]{18}[0-9]{2}$',
  check: {
    sql: (text) =>
      `list_reduce(${characterValuesSql(text)}, lambda "@r", "@v": ("@r" * (CASE WHEN "@v" > 9 THEN 100 ELSE 10 END) + "@v") % 97, 0) = 1`,
    holds: (text) =>
      characterValues(text).reduce((rest, value) => (rest * (value > 9 ? 100 : 10) + value) % 97, 0) === 1,
  },
  length: { least: 20, most: 20 },
  words: 'an LEI with its check digits',
};
