import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bindSettings,
  type ParameterValue,
  parameterLiteral,
  parameterNames,
} from '../../src/engine/bind-settings.js';
import { lineAt, sqlParts } from '../../src/engine/sql-parts.js';

const values = new Map<string, ParameterValue>([
  ['window_ns', { type: 'duration', text: '1000000000' }],
  ['window', { type: 'count', text: '3' }],
]);

describe('parameters become typed literals', () => {
  test.each<[ParameterValue['type'], string, string]>([
    ['duration', '9223372036854775807', 'CAST(9223372036854775807 AS BIGINT)'],
    ['instant', '-1', 'CAST(-1 AS BIGINT)'],
    ['count', '1000', 'CAST(1000 AS BIGINT)'],
    ['quantity', '100.5', 'CAST(100.5 AS DECIMAL(18,6))'],
    ['price', '0.00000001', 'CAST(0.00000001 AS DECIMAL(18,8))'],
    ['ratio', '0.25', 'CAST(0.25 AS DECIMAL(9,6))'],
    ['date', '2026-11-20', "CAST('2026-11-20' AS DATE)"],
  ])('%s %s is %s', (type, text, literal) => {
    expect(parameterLiteral({ type, text })).toBe(literal);
  });

  test.each<[ParameterValue['type'], string]>([
    ['duration', '1s'],
    ['duration', '9223372036854775808'],
    ['count', '1.5'],
    ['ratio', '1e3'],
    ['quantity', "1'; DROP TABLE x"],
    ['date', '20261120'],
  ])('%s refuses %s', (type, text) => {
    expect(() => parameterLiteral({ type, text })).toThrow(/invariant broken/);
  });
});

test('a name is bound whole, not by its beginning', () => {
  expect(bindSettings(':window_ns + :window', values)).toBe('CAST(1000000000 AS BIGINT) + CAST(3 AS BIGINT)');
});

test.each([
  ["':window'"],
  ["'it''s :window'"],
  ['"a:window"'],
  ['-- :window\n'],
  ['/* :window */'],
  ['x::BIGINT'],
  ['10:30'],
  ["'never closed :window"],
])('nothing is bound in %s', (sql) => {
  expect(bindSettings(sql, values)).toBe(sql);
  expect(parameterNames(sql)).toEqual([]);
});

test.each([
  ["'a':window", "'a'CAST(3 AS BIGINT)"],
  ['-- :window\n:window', '-- :window\nCAST(3 AS BIGINT)'],
  ['/* a */:window', '/* a */CAST(3 AS BIGINT)'],
  ["'--':window", "'--'CAST(3 AS BIGINT)"],
  ["-- it's\n:window", "-- it's\nCAST(3 AS BIGINT)"],
  [':window::TEXT', 'CAST(3 AS BIGINT)::TEXT'],
])('the parameter in %s is bound', (sql, bound) => {
  expect(bindSettings(sql, values)).toBe(bound);
});

test('an unknown name is refused', () => {
  expect(() => bindSettings('SELECT :nothing', values)).toThrow('parameter :nothing has a value');
});

test('names come once, in the order of first use', () => {
  expect(parameterNames(':b + :a + :b')).toEqual(['b', 'a']);
});

test('the parts of any text join to the text and stand at their offsets', () => {
  const piece = fc.constantFrom("'", '"', '--', '/*', '*/', '\n', ':', '::', ':a', 'x', ' ', ';');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const sql = pieces.join('');
      const parts = sqlParts(sql);
      expect(parts.map((part) => part.text).join('')).toBe(sql);
      for (const part of parts) expect(sql.startsWith(part.text, part.offset)).toBe(true);
    }),
  );
});

test('lines count from 1', () => {
  expect([lineAt('a\nb', 0), lineAt('a\nb', 1), lineAt('a\nb', 2)]).toEqual([1, 1, 2]);
});
