import { type Copy, type FeedSpoiler, repeatedLine, type Spoil } from './feed-spoiler.js';
import { onAnotherDay, onThirtiethOfFebruary } from './wrong-date.js';

/** Columns of a field: the first, counted from 1, and how many. */
type Field = { readonly start: number; readonly width: number };

const eventNo: Field = { start: 14, width: 4 };
const date: Field = { start: 21, width: 8 };
const ticker: Field = { start: 44, width: 8 };
const side: Field = { start: 52, width: 1 };
const price: Field = { start: 58, width: 18 };
const quantity: Field = { start: 76, width: 14 };

/** Faults of DELTA's fixed-width file, whose trailer counts the records in columns 2 to 11. */
export const fixedWidthSpoiler: FeedSpoiler = {
  spoils: [
    { kind: 'price-comma', code: 'schema-violated', spoil: commaInPrice },
    { kind: 'side-unknown', code: 'schema-violated', spoil: changed(side, () => '9') },
    { kind: 'date-impossible', code: 'value-not-timestamp', spoil: changed(date, onThirtiethOfFebruary) },
    { kind: 'date-other', code: 'event-date-differs', spoil: changed(date, onAnotherDay) },
    { kind: 'field-missing', code: 'field-missing', spoil: changed(ticker, () => ' '.repeat(ticker.width)) },
    { kind: 'record-length', code: 'record-length', spoil: wrongLength },
    {
      kind: 'key-reused',
      code: 'key-reused',
      spoil: (record) =>
        edited(record, quantity, (hundredths) => zeros(Number(hundredths) + 100_00, quantity)),
    },
    repeatedLine,
  ],
  isRecord: (line) => line.startsWith('D'),
  control: (line, added) => {
    const count: Field = { start: 2, width: 10 };
    return line.startsWith('T')
      ? edited(line, count, (value) => zeros(Number(value) + added.length, count))
      : line;
  },
};

/** A spoil that edits one field and gives the copy an event number of its own. */
function changed(field: Field, edit: (value: string) => string): Spoil['spoil'] {
  return (record, copy) => edited(numbered(record, copy), field, edit);
}

function edited(record: string, { start, width }: Field, edit: (value: string) => string): string {
  const [from, to] = [start - 1, start - 1 + width];
  return `${record.slice(0, from)}${edit(record.slice(from, to))}${record.slice(to)}`;
}

/** Event numbers have four digits; those from 9000 are beyond the life of any simulated order. */
function numbered(record: string, { no }: Copy): string {
  return edited(record, eventNo, () => String(9000 + (no % 1000)));
}

/** A comma before the eight implied decimals, in the place of a leading zero; market orders have no price. */
function commaInPrice(record: string, copy: Copy): string | null {
  const from = price.start - 1;
  if (/^0+$/.test(record.slice(from, from + price.width))) return null;
  return edited(numbered(record, copy), price, (text) => `${text.slice(1, 10)},${text.slice(10)}`);
}

function wrongLength(record: string, copy: Copy): string {
  const copied = numbered(record, copy);
  const by = 1 + (copy.draw % 12);
  return copy.draw % 2 === 0 ? copied.slice(0, -by) : `${copied}${' '.repeat(by)}`;
}

function zeros(value: number, { width }: Field): string {
  return String(value).padStart(width, '0');
}
