import { expect, test } from 'vitest';
import { columnRule } from '../../../src/canonicalize/mapping/column-rule.js';
import { compileColumn } from '../../../src/canonicalize/mapping/compile-column.js';
import type { FieldSchema, RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import type { FeedSpec } from '../../../src/domain/generated/feed-spec.js';
import type { CanonicalColumn } from '../../../src/lake/canonical-dataset.js';

const price: CanonicalColumn = {
  name: 'price',
  type: 'DECIMAL(18,8)',
  required: false,
  enum: null,
  personal: false,
  description: '',
};
const count: CanonicalColumn = { ...price, name: 'round_lot', type: 'BIGINT' };
const side: CanonicalColumn = { ...price, name: 'side', type: 'VARCHAR', enum: ['buy', 'sell'] };

function checksOf(
  column: CanonicalColumn,
  entry: FeedSpec['map'][string],
  field: FieldSchema,
  required: string[] = [],
): number {
  const record: RecordSchema = {
    $id: 'r',
    title: 'r',
    description: 'r',
    type: 'object',
    required,
    properties: { f: field },
  };
  return compileColumn(column, columnRule(entry), record).checks.length;
}

const digits = (most: number): FieldSchema => ({ type: 'string', pattern: `^[0-9]{1,${most}}$` });

test.each([
  ['ten digits always fit ten before the point', price, 'f', digits(10), 0],
  ['eleven digits may not', price, 'f', digits(11), 1],
  ['fourteen digits with four implied decimals fit', price, { from: 'f', scale: -4 }, digits(14), 0],
  ['fifteen digits with four implied decimals may not', price, { from: 'f', scale: -4 }, digits(15), 1],
  ['eighteen digits with eight implied decimals fit', price, { from: 'f', scale: -8 }, digits(18), 0],
  ['nineteen digits never go unchecked', price, { from: 'f', scale: -8 }, digits(19), 1],
  ['eighteen digits are an integer', count, 'f', digits(18), 0],
  ['nineteen digits may not be one', count, 'f', digits(19), 1],
  ['a pattern with a sign says nothing here', price, 'f', { type: 'string', pattern: '^-?[0-9]{1,3}$' }, 1],
  ['a pattern that is not anchored says nothing', price, 'f', { type: 'string', pattern: '[0-9]{1,3}' }, 1],
  [
    'a pattern says nothing of what is read as a number',
    count,
    'f',
    { type: ['string', 'number'], pattern: '^[0-9]{1,3}$' },
    1,
  ],
  [
    'a pattern in one of several alternatives says nothing',
    count,
    'f',
    { type: 'string', anyOf: [{ pattern: '^[0-9]{1,3}$' }, {}] },
    1,
  ],
  ['stripped text is other text', price, { from: 'f', strip: '$' }, digits(3), 1],
  ['a value that stands for none is other text', price, { from: 'f', empty: '0' }, digits(3), 1],
  ['a form of numbers that is declared is other text', price, { from: 'f', overpunch: true }, digits(3), 1],
  [
    'a pattern says nothing of a value that may be no text',
    price,
    'f',
    { ...digits(3), type: 'integer' } as FieldSchema,
    1,
  ],
  ['nine digits with two implied zeros may not fit', price, { from: 'f', scale: 2 }, digits(9), 1],
  ['eight digits with two implied zeros fit', price, { from: 'f', scale: 2 }, digits(8), 0],
  ['sixteen digits with two implied zeros are an integer', count, { from: 'f', scale: 2 }, digits(16), 0],
  ['seventeen may not be one', count, { from: 'f', scale: 2 }, digits(17), 1],
  ['one of two fields is not the one', price, { first: ['f', 'f'] }, digits(3), 1],
  [
    'all listed values are mapped',
    side,
    { from: 'f', values: { B: 'buy', S: 'sell' } },
    { type: 'string', enum: ['B', 'S'] },
    0,
  ],
  [
    'one listed value is not mapped',
    side,
    { from: 'f', values: { B: 'buy' } },
    { type: 'string', enum: ['B', 'S'] },
    1,
  ],
  [
    'a constant value is mapped',
    side,
    { from: 'f', values: { B: 'buy' } },
    { type: 'string', const: 'B' },
    0,
  ],
  ['values as they stand are canonical', side, 'f', { type: 'string', enum: ['buy'] }, 0],
  ['a value as it stands may not be canonical', side, 'f', { type: 'string', enum: ['buy', 'BUY'] }, 1],
] as [string, CanonicalColumn, FeedSpec['map'][string], FieldSchema, number][])(
  '%s',
  (_, column, entry, field, checks) => {
    expect(checksOf(column, entry, field)).toBe(checks);
  },
);

test('a required column needs no check of its own where the record schema requires its one field', () => {
  const required = { ...side, enum: null, required: true };
  expect(checksOf(required, 'f', { type: 'string' }, ['f'])).toBe(0);
  expect(checksOf(required, 'f', { type: 'string' })).toBe(1);
  expect(checksOf(required, { from: 'f', empty: 'x' }, { type: 'string' }, ['f'])).toBe(1);
});
