import { expect, test } from 'vitest';
import type { QuerySpec } from '../../../src/domain/generated/query-spec.js';
import { collectRows } from '../../../src/surveillance/queries/collect-rows.js';

const column = (type: 'text' | 'whole' | 'decimal') => ({ type, unit: 'unit', meaning: 'Meaning.' });
const spec = {
  id: 'q',
  columns: {
    name: column('text'),
    part: column('decimal'),
    whole: column('whole'),
    share: { ...column('decimal'), ratio_of: ['part', 'whole'] },
  },
  key: ['name'],
  order: [{ column: 'share', descending: true }],
} as unknown as QuerySpec;

test('rows are sorted by value and not by text, nulls last, then by key', () => {
  const rows = [
    { name: 'a', part: '9.50', whole: 1n },
    { name: 'b', part: '10.0', whole: 1 },
    { name: 'c', part: '-0.5', whole: '1' },
    { name: 'd', part: null, whole: '1' },
    { name: 'e', part: '1', whole: '0' },
    { name: 'B', part: '10', whole: '1' },
  ];
  expect(collectRows(spec, rows).map(({ name, part, share }) => [name, part, share])).toEqual([
    ['B', '10', '10'],
    ['b', '10', '10'],
    ['a', '9.5', '9.5'],
    ['c', '-0.5', '-0.5'],
    ['d', null, null],
    ['e', '1', null],
  ]);
});

test.each([
  ['a key twice', [1, 1].map((whole) => ({ name: 'a', part: '1', whole })), 'no two rows have the same name'],
  ['a column that is missing', [{ name: 'a', part: '1' }], 'q: whole is whole or null'],
  ['a float', [{ name: 'a', part: 0.5, whole: 1 }], 'q: part is decimal or null'],
  ['a fraction for a whole number', [{ name: 'a', part: '1', whole: '1.5' }], 'q: whole is whole or null'],
  ['a number for a text', [{ name: true, part: '1', whole: '1' }], 'q: name is text or null'],
])('rows with %s are a bug of the query', (_, rows, message) => {
  expect(() => collectRows(spec, rows)).toThrow(message);
});
