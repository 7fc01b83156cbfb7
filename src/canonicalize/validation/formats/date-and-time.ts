import type { Format } from './format.js';

const LEAP_YEAR = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const MONTH_AND_DAY =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const DATE = `(?:[0-9]{4}-${MONTH_AND_DAY}|${LEAP_YEAR}-02-29)`;
const TIME =
  '(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:[.][0-9]+)?(?:[Zz]|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9])';

/** `full-date` of RFC 3339 §5.6: Gregorian, years 0000 to 9999; the year 0000 is a leap year, as ISO 8601 counts. */
export const date: Format = {
  shape: `^${DATE}$`,
  length: { least: 10, most: 10 },
  words: 'a date yyyy-MM-dd',
};

/**
 * `full-time` of RFC 3339 §5.6: an offset or Z is required, the fraction may have any number of digits.
 *
 * Second 60 is a leap second, which there is only at 23:59:60 UTC (RFC 3339 §5.7).
 */
export const time: Format = {
  shape: `^${TIME}$`,
  check: leapSecondCheck(0),
  words: 'a time HH:mm:ss with an offset or Z',
};

/** `date-time` of RFC 3339 §5.6: a date, T, and a time with an offset or Z; every digit of the fraction is kept. */
export const dateTime: Format = {
  shape: `^${DATE}[Tt]${TIME}$`,
  check: leapSecondCheck(11),
  words: 'a date and time yyyy-MM-ddTHH:mm:ss with an offset or Z',
};

const MINUTES_OF_DAY = 1440;
const LAST_MINUTE = MINUTES_OF_DAY - 1;

/** Where the second is 60: its minute in UTC must be 23:59. `start` is where the time begins in the text, from 0. */
function leapSecondCheck(start: number): NonNullable<Format['check']> {
  return {
    sql: (text) => {
      const minutes = (at: string): string =>
        `CAST(substr(${text}, ${at}, 2) AS INTEGER) * 60 + CAST(substr(${text}, ${at} + 3, 2) AS INTEGER)`;
      const sign = `CASE WHEN right(${text}, 1) IN ('Z', 'z') THEN 0 WHEN substr(${text}, -6, 1) = '-' THEN -1 ELSE 1 END`;
      const offset = `CASE WHEN right(${text}, 1) IN ('Z', 'z') THEN 0 ELSE ${minutes('-5')} END`;
      const utc = `(${minutes(`${start + 1}`)} - (${sign}) * (${offset}) + ${MINUTES_OF_DAY}) % ${MINUTES_OF_DAY}`;
      return `CASE WHEN substr(${text}, ${start + 7}, 2) = '60' THEN ${utc} = ${LAST_MINUTE} ELSE true END`;
    },
    holds: (text) => {
      if (text.slice(start + 6, start + 8) !== '60') return true;
      const minutes = (at: number): number =>
        Number(text.slice(at, at + 2)) * 60 + Number(text.slice(at + 3, at + 5));
      const zulu = /[Zz]$/.test(text);
      const sign = text.at(-6) === '-' ? -1 : 1;
      const offset = zulu ? 0 : sign * minutes(text.length - 5);
      return (minutes(start) - offset + MINUTES_OF_DAY) % MINUTES_OF_DAY === LAST_MINUTE;
    },
  };
}
