import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCALAR_FUNCTIONS, scalarExpression } from '../../../src/canonicalize/mapping/scalar-expression.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { temporaryFolder } from '../support/lake.js';
import { columnOf, mapValues } from '../support/map-values.js';

const text = columnOf('VARCHAR', { name: 'note' });

describe('an expression', () => {
  test('computes exactly over the fields of a record', async () => {
    const entry = { expression: 'CAST(px AS DECIMAL(18,4)) * CAST(lots AS DECIMAL(9,0)) // 1' };
    const exact = { expression: "CAST(px AS DECIMAL(12,4)) * CASE WHEN side = 'S' THEN -1 ELSE 1 END" };
    const records = [
      { px: '0.1001', lots: '3', side: 'B' },
      { px: '12345678.9999', lots: '1', side: 'S' },
      { px: null, lots: '1', side: 'S' },
    ];
    expect(await mapValues({ entry: exact }, records)).toEqual(['0.10010000', '-12345678.99990000', null]);
    expect(scalarExpression(entry.expression).refused).toBeNull();
  });

  test('takes bare and quoted names, also those that are words of SQL', async () => {
    const records = [{ 'a "b"': 'x', select: 'y', Case: 'z', left: 'l' }];
    const entry = { expression: `"a ""b""" || select || "Case" || left(left, 1)` };
    expect(await mapValues({ column: text, entry }, records)).toEqual(['xyzl']);
    expect(scalarExpression(entry.expression).fields).toEqual(['a "b"', 'select', 'Case', 'left']);
  });

  test('that fails is a fault of its record alone', async () => {
    const records = ['1', 'x', null, '99999999999999999999', '2'].map((qty) => ({ qty, lot: '100' }));
    const entry = { expression: 'CAST(qty AS BIGINT) * CAST(lot AS BIGINT)' };
    const failed = (value: string): string[] => [
      `field "qty lot" is "${value}", for which the map's expression has no answer, expected one [expression-failed]`,
    ];
    expect(await mapValues({ column: columnOf('BIGINT'), entry }, records)).toEqual([
      '100',
      failed('x 100'),
      null,
      failed('99999999999999999999 100'),
      '200',
    ]);
  });

  test('that fails in a part which stands twice is a fault of its record alone', async () => {
    const entry = { expression: 'CAST(f AS INTEGER) + CAST(f AS INTEGER) * CAST(f AS INTEGER)' };
    expect(await mapValues({ entry }, [{ f: '3' }, { f: 'x' }])).toEqual([
      '12.00000000',
      [expect.stringMatching(/\[expression-failed\]$/)],
    ]);
  });

  test('whose value the column cannot hold exactly is a fault like any other text', async () => {
    const entry = { expression: 'CAST(px AS DECIMAL(18,9))' };
    expect(await mapValues({ entry }, [{ px: '1.123456780' }, { px: '1.123456789' }])).toEqual([
      '1.12345678',
      ['field "px" is "1.123456789", expected decimal(18,8) [value-not-decimal]'],
    ]);
  });

  test('without a value leaves a required column at fault, a failing one is said once', async () => {
    const entry = { expression: "CASE WHEN CAST(f AS INTEGER) > 1 THEN 'x' END" };
    const column = { ...text, required: true };
    expect(await mapValues({ column, entry }, [{ f: '2' }, { f: '1' }, { f: 'one' }])).toEqual([
      'x',
      ['column "note" has no value from "f", but the dataset needs one [column-missing]'],
      [`field "f" is "one", for which the map's expression has no answer, expected one [expression-failed]`],
    ]);
  });

  test('is text for all that follows: values, symbology, strip and empty', async () => {
    const joined = { expression: "concat_ws(' ', root, suffix)", symbology: { from: 'cms' as const } };
    const records = [
      { root: 'BRK', suffix: 'A' },
      { root: 'AAPL', suffix: null },
      { root: 'BRK', suffix: '?' },
    ];
    expect(await mapValues({ column: text, entry: joined }, records)).toEqual([
      'BRK.A',
      'AAPL',
      [
        'field "root suffix" is "BRK ?", expected a symbol with a suffix as in cms symbology, or none [value-not-symbol]',
      ],
    ]);
    const side = columnOf('VARCHAR', { name: 'side', enum: ['buy', 'sell'] });
    const coded = { expression: 'upper(left(f, 1))', values: { B: 'buy', S: 'sell' }, empty: 'N' };
    expect(
      await mapValues({ column: side, entry: coded }, [{ f: 'bought' }, { f: 'none' }, { f: 'x' }]),
    ).toEqual([
      'buy',
      null,
      ['field "f" is "x", expected one of "B", "S"; add the value to the feed\'s map [value-not-mapped]'],
    ]);
  });
});

test.each([
  "a = 'it''s' AND b <> \"c\"",
  'a LIKE (b) AND a NOT IN (b, c) OR a IS NOT NULL',
  'CASE a WHEN b THEN c ELSE d END',
  'CASE WHEN (a) THEN (b) ELSE (c) END',
  'a BETWEEN (b) AND (c)',
  'CAST(a AS DECIMAL(18, 4)) + 1.5 - 2 * 3 // 4 % 5',
  'a::BIGINT >= 1 AND TRY_CAST(b AS INTEGER) <= 2',
  "DATE '2026-11-20' = CAST(a AS DATE)",
  "regexp_extract(a, '[0-9]+; -- not code', 0)",
  'NOT (true) = false',
])('%s is allowed', (expression) => {
  expect(scalarExpression(expression).refused).toBeNull();
});

test.each([
  ['random()', 'random'],
  ['(SELECT 1)', null],
  ['a; DROP TABLE b', ';'],
  ["read_text('/etc/passwd')", 'read_text'],
  ["getenv('HOME')", 'getenv'],
  ["current_setting('memory_limit')", 'current_setting'],
  ["getvariable('x')", 'getvariable'],
  ['now()', 'now'],
  ['count(a)', 'count'],
  ['sum(a) OVER ()', 'sum'],
  ['list_transform([a], x -> x)', 'list_transform'],
  ['[a]', '['],
  ['{a: b}', '{'],
  ['a -> b', '->'],
  ['a.b', '.'],
  ['a.upper()', '.'],
  ['a / b', '/'],
  ['a ^ b', '^'],
  ['a ** b', '**'],
  ['1e5', null],
  ['1.5.2', null],
  ['a -- b', '-- b'],
  ['a /* b */', '/* b */'],
  [':b', ':b'],
  ['$1', '$'],
  ['?', '?'],
  ['$$text$$', '$$'],
  ['a) || (b', ')'],
  ['(a', '('],
  ["'a", "'a"],
  ['"a', '"a'],
  ['a ~ b', '~'],
  ['a@b', '@'],
  ['é', 'é'],
  ['a \\ b', '\\'],
  ['repeat(a, 1000000000)', 'repeat'],
  ['CAST(a AS DOUBLE(1))', 'DOUBLE'],
  ["strptime(a, '%Y')", 'strptime'],
  ['"random"()', '"random"'],
  ['"random" ()', '"random"'],
  [`"double" '1.5'`, '"double"'],
  ["double '1.5'", 'double'],
  ["E'x'", 'E'],
  ["interval '1 day'", 'interval'],
])('%s is refused', (expression, word) => {
  const { refused, fields } = scalarExpression(expression);
  if (word === null) expect(refused ?? fields).not.toEqual([]);
  else expect(refused).toBe(word);
});

test('docs/feed-reference.md names every function, and no other', async () => {
  const page = await readFile(path.join(packageRoot(), 'docs', 'feed-reference.md'), 'utf8');
  const named = /and `(abs [^`]*)`/.exec(page)?.[1]?.split(/\s+/);
  expect(named).toEqual([...SCALAR_FUNCTIONS]);
});

test('every function exists in the database that binds it', async () => {
  const folder = await temporaryFolder();
  const session = await DuckDbSession.open({ folders: [], spill: path.join(folder, 'spill'), threads: 1 });
  try {
    const rows = await session.rows(
      "SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE function_type IN ('scalar', 'macro')",
    );
    const known = new Set(rows.map((row) => row['name']));
    // Coalesce is a form of the language and no function.
    expect([...SCALAR_FUNCTIONS].filter((name) => !known.has(name))).toEqual(['coalesce']);
  } finally {
    session.close();
  }
});
