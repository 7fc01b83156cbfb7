import { DECIMAL_TEXT } from '../field-reading.js';
import type { FieldSchema } from '../record-schema.js';
import { cusip } from './cusip.js';
import { date, dateTime, time } from './date-and-time.js';
import type { Format } from './format.js';
import { isin } from './isin.js';
import { lei } from './lei.js';
import { osiOption } from './osi-option.js';

/** Every value that `format` may have in a record schema. */
export type FormatName = NonNullable<FieldSchema['format']>;

/** Text of an exact decimal; leading and trailing zeros may stand, an exponent or a bare point may not. */
const decimal: Format = { shape: DECIMAL_TEXT, words: 'a plain decimal number' };

/** UUID in the text form of RFC 9562 §4: 8-4-4-4-12 hexadecimal digits in either case, of any version. */
const uuid: Format = {
  shape: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
  length: { least: 36, most: 36 },
  words: 'a UUID',
};

/**
 * Industry member of the Consolidated Audit Trail (CAT Industry Member specification §2.5.1): up to seven letters and digits, or
 * behind the firm's CRD number and a colon, 16 characters at most.
 */
const imid: Format = {
  shape: '^(?:[0-9]{1,8}:)?[A-Za-z0-9]{1,7}$',
  length: { least: 1, most: 16 },
  words: 'an IMID: up to seven letters and digits, or CRD:IMID',
};

/** Market participant identifier that FINRA assigns (FINRA Rules 6160 and 6480): four capital letters or digits. */
const mpid: Format = {
  shape: '^[A-Z0-9]{4}$',
  length: { least: 4, most: 4 },
  words: 'an MPID of four capital letters or digits',
};

/** The formats of record schemas by name. */
export const RECORD_FORMATS: Readonly<Record<FormatName, Format>> = {
  decimal,
  date,
  time,
  'date-time': dateTime,
  uuid,
  cusip,
  isin,
  lei,
  'osi-option': osiOption,
  imid,
  mpid,
};
