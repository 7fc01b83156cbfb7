import { expect, test } from 'vitest';
import { counted, formatTable } from '../../src/cli/format-table.js';

const columns = [{ title: 'id' }, { title: 'n', align: 'right' as const }, { title: 'words' }];

test('columns stand two spaces apart under upper-case titles, numbers to the right', () => {
  const rows = [
    ['a', '10', 'one'],
    ['bcd', '7', 'two'],
  ];
  expect(formatTable(columns, rows, 80)).toBe('ID    N  WORDS\na    10  one\nbcd   7  two\n');
});

test('the last column is wrapped at words exactly where the width ends', () => {
  const rows = [['a', '1', 'three words here']];
  const oneLine = 'ID  N  WORDS\na   1  three words here\n';
  expect(formatTable(columns, rows, 23)).toBe(oneLine);
  expect(formatTable(columns, rows, 22)).toBe('ID  N  WORDS\na   1  three words\n       here\n');
});

test('a last column whose longest word does not fit beside the others goes below, whole', () => {
  const word = 'x'.repeat(30);
  expect(formatTable(columns, [['a', '1', word]], 36)).toBe(`ID  N\n    WORDS\na   1\n    ${word}\n`);
  expect(formatTable(columns, [['a', '1', word]], 37)).toBe(`ID  N  WORDS\na   1  ${word}\n`);
  expect(formatTable(columns, [['a', '1', word]], 10)).toContain(word);
});

test('a table of one column has no gap before it', () => {
  expect(formatTable([{ title: 'id' }], [['a']], 80)).toBe('ID\na\n');
});

test('a count agrees with its noun', () => {
  expect([counted(0, 'feed'), counted(1, 'feed'), counted(1200, 'delivery', 'deliveries')]).toEqual([
    '0 feeds',
    '1 feed',
    '1,200 deliveries',
  ]);
});
