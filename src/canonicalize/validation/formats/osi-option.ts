import type { Format } from './format.js';

const ROOT = '(?:[A-Z0-9]{6}|[A-Z0-9]{5} |[A-Z0-9]{4} {2}|[A-Z0-9]{3} {3}|[A-Z0-9]{2} {4}|[A-Z0-9] {5})';
const MONTH_AND_DAY =
  '(?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)|02(?:0[1-9]|1[0-9]|2[0-8]))';
const EXPIRY = `(?:[0-9]{2}${MONTH_AND_DAY}|(?:[02468][048]|[13579][26])0229)`;

/**
 * Symbol of a listed option in 21 characters (OCC Options Symbology Initiative): the root, filled up to six with blanks on its
 * right; expiry yyMMdd in 2000 to 2099, a date that exists; C or P; the strike in thousandths, eight digits.
 */
export const osiOption: Format = {
  shape: `^${ROOT}${EXPIRY}[CP][0-9]{8}$`,
  length: { least: 21, most: 21 },
  words: 'an option symbol of 21 characters: root, yyMMdd, C or P, strike in thousandths',
};
