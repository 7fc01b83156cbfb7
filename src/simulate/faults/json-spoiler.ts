import { type Copy, type FeedSpoiler, repeatedLine, type Spoil, unusedNumber } from './feed-spoiler.js';
import { onAnotherDay, onThirtiethOfFebruary } from './wrong-date.js';

const time = /(?<="eventTimestamp":")[0-9]+T[0-9.]+/;
const quantity = /(?<="(?:quantity|cancelQty)":)[0-9]+/;

/** Faults of CAT-style JSON lines without header and trailer. */
export const jsonSpoiler: FeedSpoiler = {
  spoils: [
    {
      kind: 'price-comma',
      code: 'json-syntax',
      spoil: changed(/(?<="price":)[0-9]+[.][0-9]+/, (price) => price.replace('.', ',')),
    },
    { kind: 'side-unknown', code: 'schema-violated', spoil: changed(/(?<="side":")[A-Z]+/, () => 'X') },
    { kind: 'date-impossible', code: 'value-not-timestamp', spoil: changed(time, onThirtiethOfFebruary) },
    { kind: 'date-other', code: 'event-date-differs', spoil: changed(time, onAnotherDay) },
    { kind: 'field-missing', code: 'field-missing', spoil: changed(/"symbol":"[A-Z.]+",/, () => '') },
    { kind: 'json-cut', code: 'json-syntax', spoil: cut },
    { kind: 'number-as-text', code: 'json-kind', spoil: changed(quantity, (number) => `"${number}"`) },
    {
      kind: 'key-reused',
      code: 'key-reused',
      spoil: (record) => edited(record, quantity, (shares) => String(Number(shares) + 100)),
    },
    repeatedLine,
  ],
  isRecord: () => true,
  control: (line) => line,
};

/** A spoil that edits the first match and gives the copy a record number of its own. */
function changed(part: RegExp, edit: (value: string) => string): Spoil['spoil'] {
  return (record, copy) => edited(numbered(record, copy), part, edit);
}

function edited(record: string, part: RegExp, edit: (value: string) => string): string | null {
  return part.test(record) ? record.replace(part, edit) : null;
}

function numbered(record: string, copy: Copy): string {
  return record.replace(/(?<="firmROEID":"[0-9]{8}_CEDR_)[0-9]{9}/, unusedNumber(copy));
}

/** The record cut off somewhere in its second half, at the latest before the last brace. */
function cut(record: string, copy: Copy): string {
  const half = Math.floor(record.length / 2);
  return numbered(record, copy).slice(0, half + (copy.draw % (record.length - half)));
}
