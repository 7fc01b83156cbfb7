import { type Copy, type FeedSpoiler, repeatedLine, type Spoil, unusedNumber } from './feed-spoiler.js';
import { onAnotherDay, onThirtiethOfFebruary } from './wrong-date.js';

/** What a pipe-delimited feed calls its fields. Of several, the first with a value is taken. */
type DelimitedForm = {
  /** All columns in order, as the first line has them. */
  readonly columns: readonly string[];
  readonly time: string;
  /** A field that the record schema requires. */
  readonly required: string;
  /** The field of the key that numbers the records, with a letter before the number or none. */
  readonly number: { readonly field: string; readonly letter: '' | 'T' };
  readonly prices: readonly string[];
  readonly quantities: readonly string[];
  readonly side?: string;
  /** First word of the trailer; the record count is its third field. */
  readonly trailer: string;
  /** Whether the trailer's fourth field is the sum of the quantities. */
  readonly has_sum?: boolean;
};

type FieldEdit = { readonly fields: readonly string[]; readonly edit: (value: string) => string };

/** Faults of a pipe-delimited feed with a header line and a trailer. */
export function delimitedSpoiler(form: DelimitedForm): FeedSpoiler {
  const { columns, side } = form;
  const isTrailer = (line: string) => line.startsWith(`${form.trailer}|`);
  return {
    spoils: [
      ...fieldSpoils(form),
      ...(side === undefined ? [] : [sideSpoil(form, side)]),
      { kind: 'field-count', code: 'field-count', spoil: fieldCount },
      repeatedLine,
    ],
    isRecord: (line) => line !== columns.join('|') && !isTrailer(line),
    control: (line, added) => (isTrailer(line) ? trailer(form, line, added) : line),
  };
}

function fieldSpoils(form: DelimitedForm): Spoil[] {
  const change = (fields: readonly string[], edit: FieldEdit['edit']) => changed(form, { fields, edit });
  return [
    { kind: 'price-comma', code: 'schema-violated', spoil: change(form.prices, commaForPoint) },
    {
      kind: 'date-impossible',
      code: 'value-not-timestamp',
      spoil: change([form.time], onThirtiethOfFebruary),
    },
    { kind: 'date-other', code: 'event-date-differs', spoil: change([form.time], onAnotherDay) },
    { kind: 'field-missing', code: 'field-missing', spoil: change([form.required], () => '') },
    {
      kind: 'key-reused',
      code: 'key-reused',
      spoil: (record) =>
        edited(form, record, { fields: form.quantities, edit: (quantity) => String(Number(quantity) + 100) }),
    },
  ];
}

function sideSpoil(form: DelimitedForm, side: string): Spoil {
  return {
    kind: 'side-unknown',
    code: 'schema-violated',
    spoil: changed(form, { fields: [side], edit: () => '9' }),
  };
}

/** A spoil that edits one field and gives the copy a number of its own. */
function changed(form: DelimitedForm, change: FieldEdit): Spoil['spoil'] {
  const { field, letter } = form.number;
  return (record, copy) => {
    const edit = () => `${letter}${unusedNumber(copy)}`;
    const copied = edited(form, record, { fields: [field], edit });
    return copied === null ? null : edited(form, copied, change);
  };
}

/** The record with the first of the fields that has a value edited; null where none has one. */
function edited({ columns }: DelimitedForm, record: string, { fields, edit }: FieldEdit): string | null {
  const values = record.split('|');
  const at = fields.map((field) => columns.indexOf(field)).find((index) => values[index] !== '');
  if (at === undefined) return null;
  return values.map((value, index) => (index === at ? edit(value) : value)).join('|');
}

/** A comma where the decimal point stands, or belongs before four implied decimals. */
function commaForPoint(price: string): string {
  return price.includes('.') ? price.replace('.', ',') : price.replace(/([0-9]{1,4})$/, ',$1');
}

function fieldCount(record: string, { draw }: Copy): string {
  return draw % 2 === 0 ? record.slice(0, record.lastIndexOf('|')) : `${record}|`;
}

function trailer(form: DelimitedForm, line: string, added: readonly string[]): string {
  const raise = [0, 0, added.length, form.has_sum === true ? sharesOf(form, added) : 0];
  return line
    .split('|')
    .map((value, index) => (index < 2 ? value : String(Number(value) + (raise[index] ?? 0))))
    .join('|');
}

/** Shares of the records that have all their fields; the others cannot be read and do not count. */
function sharesOf(form: DelimitedForm, records: readonly string[]): number {
  return records
    .map((record) => record.split('|'))
    .filter((values) => values.length === form.columns.length)
    .map((values) => Number(values[form.columns.indexOf(form.quantities[0] ?? '')]))
    .reduce((sum, shares) => sum + shares, 0);
}
