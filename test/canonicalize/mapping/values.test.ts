import { describe, expect, test } from 'vitest';
import { columnRule, type MapEntry } from '../../../src/canonicalize/mapping/column-rule.js';
import { compileColumn } from '../../../src/canonicalize/mapping/compile-column.js';
import type { FieldSchema, RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import { columnOf, mapTexts, mapValues, textRecord } from '../support/map-values.js';

const side = columnOf('VARCHAR', { name: 'side', enum: ['buy', 'sell'] });
const free = columnOf('VARCHAR', { name: 'trader_id' });
const values = { B: 'buy', S: 'sell' };

describe('a value that is not in the list', () => {
  test('is rejected by default', async () => {
    const rejected = [
      'field "t" is "X", expected one of "B", "S"; add the value to the feed\'s map [value-not-mapped]',
    ];
    for (const entry of [
      { from: 't', values },
      { from: 't', values, otherwise: 'reject' as const },
    ]) {
      expect(await mapTexts({ column: side, entry }, ['B', 'X', null])).toEqual(['buy', rejected, null]);
    }
  });

  test('is kept where declared, if it is canonical', async () => {
    const entry = { from: 't', values, otherwise: 'keep' as const };
    expect(await mapTexts({ column: side, entry }, ['B', 'sell', 'X', null])).toEqual([
      'buy',
      'sell',
      ['field "t" is "X", expected one of "buy", "sell" [value-not-listed]'],
      null,
    ]);
    expect(await mapTexts({ column: free, entry }, ['B', 'X'])).toEqual(['buy', 'X']);
    const truth = { from: 't', values: { Y: 'true' }, otherwise: 'keep' as const };
    expect(await mapTexts({ column: columnOf('BOOLEAN'), entry: truth }, ['Y', 'false', 'N'])).toEqual([
      'true',
      'false',
      ['field "t" is "N", expected one of "true", "false" [value-not-listed]'],
    ]);
  });

  test('is null where declared, unless the column is required', async () => {
    const entry = { from: 't', values, otherwise: null };
    expect(await mapTexts({ column: side, entry }, ['B', 'X', null])).toEqual(['buy', null, null]);
    const missing = ['column "side" has no value from "t", but the dataset needs one [column-missing]'];
    const column = { ...side, required: true };
    expect(await mapTexts({ column, entry }, ['B', 'X', null])).toEqual(['buy', missing, missing]);
  });
});

describe('several fields', () => {
  const records = [
    { a: '20261120', b: '0930' },
    { a: 'x', b: null },
  ];

  test.each([
    [undefined, '20261120 0930'],
    ['', '202611200930'],
    ['T', '20261120T0930'],
    ["'; --", "20261120'; --0930"],
  ])('are joined by %j, all or nothing', async (join, joined) => {
    const entry: MapEntry = { from: ['a', 'b'], ...(join === undefined ? {} : { join }) };
    expect(await mapValues({ column: free, entry }, records)).toEqual([joined, null]);
  });

  test('stand joined in the fault of their value', async () => {
    const entry: MapEntry = { from: ['a', 'b'], join: '.' };
    expect(await mapValues({ entry }, [{ a: '1', b: 'x' }])).toEqual([
      ['field "a b" is "1.x", expected decimal(18,8) [value-not-decimal]'],
    ]);
  });
});

describe('a column that is null exactly where the enum of its field is not satisfied proves its predicate', () => {
  const proves = (entry: MapEntry, field: FieldSchema, required = true): string | null | undefined => {
    const record: RecordSchema = {
      ...textRecord([]),
      required: required ? ['f'] : [],
      properties: { f: field },
    };
    return compileColumn(side, columnRule(entry), record).proves;
  };
  const listed = { type: 'string', enum: ['S', 'B'] } as FieldSchema;

  test.each([
    [`"f" IN ('S', 'B')`, { from: 'f', values }, listed, true],
    [null, { from: 'f', values }, { ...listed, maxLength: 1 }, true],
    [null, { from: 'f', values }, listed, false],
    [null, { from: 'f', values: { ...values, H: 'sell' } }, listed, true],
    [null, { from: 'f', values: { B: 'buy' } }, listed, true],
    [null, { from: 'f', values, otherwise: null }, listed, true],
    [null, { from: 'f', values, empty: 'B' }, listed, true],
    [null, { first: ['f', 'g'], values }, listed, true],
    [null, 'f', listed, true],
    [null, { from: 'f', values }, { type: 'string' }, true],
  ] as [string | null, MapEntry, FieldSchema, boolean][])('%j', (predicate, entry, schema, required) => {
    expect(proves(entry, schema, required)).toBe(predicate);
  });
});
