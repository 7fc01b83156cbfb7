import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allHold, compileRecordSchema } from '../../../src/canonicalize/validation/compile-record-schema.js';
import { compileExplanation } from '../../../src/canonicalize/validation/explain-record.js';
import type { FieldSchema, RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import { parsePlacedYaml } from '../../../src/domain/placed-yaml.js';
import { validateSpec } from '../../../src/domain/validate-spec.js';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText, identifier } from '../../../src/engine/sql-literal.js';
import { temporaryFolder } from '../support/lake.js';

const texts = [
  ...[
    '',
    ' ',
    'a',
    'A',
    'B',
    'abc',
    'ABC',
    'xAx',
    'é',
    'éé',
    'ſ',
    '𝄞',
    '𝄞𝄞',
    'e\u0301',
    '\u0130',
    'a\nb',
    '\n',
    'a\r',
  ],
  ...['0', '-0', '1', '01', '-1', '+1', '1.', '.5', '1.0', '1.5', '1e2', '1E+2', '1e400', '-1e400', '1e-400'],
  ...['18446744073709551616', '0.00000000000000000001', '9'.repeat(400), 'NaN', 'Infinity', '1,5', '１'],
  ...['true', 'false', 'TRUE', 'null', '2024-02-29', '2023-02-29', '1900-02-29', '2000-02-29', '2024-2-9'],
  ...['0000-01-01', '0001-01-01', '9999-12-31', '2024-13-01', '2024-04-31', ' 2024-01-01', '2024-01-01\n'],
];
const patterns = [
  ...[
    '^[A-Z]{1,5}([.][A-Z]{1,3})?$',
    '^[0-9]{1,9}$',
    '^[0-9]+$',
    'a|B',
    '^.$',
    '^..$',
    '^\\d+$',
    '(?i)abc',
    '(?i)^k$',
  ],
  ...[
    '^[^x]*$',
    '\\bx',
    '^$',
    '$',
    'é',
    '^\\pL+$',
    '^\\PL$',
    '\\s',
    '^[[:alpha:]]+$',
    '(?s)^.*$',
    '(?m)^b$',
    '\\x41',
  ],
  ...['^a', 'b$', '^(?:a|b)c?$', '[.]', '\\.', '^-?[0-9]+([.][0-9]+)?$', '\\S', '^\\w+$', "'"],
];

const value = fc
  .oneof(fc.constantFrom(...texts), fc.string({ unit: 'grapheme', maxLength: 4 }))
  .filter((text) => !text.includes('\0'));
const given = <T>(keyword: string, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc
    .option(arbitrary, { nil: undefined })
    .map((chosen) => (chosen === undefined ? {} : { [keyword]: chosen }));
const textField = fc
  .tuple(
    given('enum', fc.uniqueArray(value, { minLength: 1, maxLength: 3 })),
    given('const', value),
    given('pattern', fc.constantFrom(...patterns)),
    given('minLength', fc.nat(3)),
    given('maxLength', fc.nat(3)),
    given('format', fc.constantFrom('decimal', 'date')),
  )
  .map((keywords) => Object.assign({ type: 'string' }, ...keywords) as FieldSchema);
const field = fc.oneof(
  { weight: 3, arbitrary: textField },
  {
    weight: 1,
    arbitrary: fc.constantFrom<FieldSchema>({ type: 'number' }, { type: 'integer' }, { type: 'boolean' }),
  },
);
const names = ['a', 'b"c', 'd/e~f'];
const schema = fc
  .tuple(fc.tuple(field, field, field), fc.subarray(names))
  .map(([fields, required]): RecordSchema => {
    const properties = Object.fromEntries(names.map((name, index) => [name, fields[index] as FieldSchema]));
    return { $id: 'test', title: 'test', description: 'test', type: 'object', required, properties };
  });
const record = fc.record(
  Object.fromEntries(names.map((name) => [name, fc.option(value, { freq: 4 })])) as Record<
    string,
    fc.Arbitrary<string | null>
  >,
);

async function sqlVerdicts(
  session: DuckDbSession,
  rules: RecordSchema,
  records: readonly Readonly<Record<string, string | null>>[],
): Promise<unknown[]> {
  const columns = names.map(identifier).join(', ');
  const rows = records.map((fields, index) => {
    const cells = names.map((name) => (fields[name] == null ? 'NULL' : duckdbText(fields[name])));
    return `(${index}, ${cells.join(', ')})`;
  });
  const valid = allHold(compileRecordSchema(rules));
  const answers = await session.rows(
    `SELECT ${valid} AS valid FROM (VALUES ${rows.join(', ')}) AS r("@line", ${columns}) ORDER BY "@line"`,
  );
  return answers.map((row) => row['valid']);
}

const at = { file: 'f', line: 1, byte_offset: 0 };

test('SQL and Ajv agree on every record of every schema that the meta-schema admits', async () => {
  const folder = await temporaryFolder();
  const session = await DuckDbSession.open({ folders: [], spill: path.join(folder, 'spill'), threads: 1 });
  try {
    await fc.assert(
      fc.asyncProperty(schema, fc.array(record, { minLength: 20, maxLength: 40 }), async (rules, records) => {
        const explain = compileExplanation(rules);
        const ajv = records.map((fields) => explain(fields, at).length === 0);
        const sql = await sqlVerdicts(session, rules, records);
        const differing = records.flatMap((fields, index) =>
          sql[index] === ajv[index] ? [] : [{ fields, sql: sql[index], ajv: ajv[index] }],
        );
        expect(differing).toEqual([]);
      }),
      { numRuns: 60 },
    );
  } finally {
    session.close();
  }
});

test('every value of the sample agrees under every keyword on its own', async () => {
  const folder = await temporaryFolder();
  const session = await DuckDbSession.open({ folders: [], spill: path.join(folder, 'spill'), threads: 1 });
  const fields: FieldSchema[] = [
    ...(['number', 'integer', 'boolean'] as const).map((type) => ({ type })),
    ...(['decimal', 'date'] as const).map((format) => ({ type: 'string' as const, format })),
    ...patterns.map((pattern) => ({ type: 'string' as const, pattern })),
    ...[0, 1, 2].flatMap((length) => [
      { type: 'string' as const, minLength: length },
      { type: 'string' as const, maxLength: length },
    ]),
  ];
  try {
    const records = texts.map((text) => ({ a: text }));
    for (const rule of fields) {
      const rules = { $id: 't', title: 't', description: 't', type: 'object' as const, required: [] };
      const single: RecordSchema = { ...rules, properties: { a: rule } };
      const explain = compileExplanation(single);
      const ajv = records.map((fieldsOf) => [fieldsOf.a, explain(fieldsOf, at).length === 0]);
      const sql = await sqlVerdicts(session, single, records);
      expect({ rule, verdicts: records.map(({ a }, index) => [a, sql[index]]) }).toEqual({
        rule,
        verdicts: ajv,
      });
    }
  } finally {
    session.close();
  }
});

describe('what a field may ask for', () => {
  const problemsOf = async (property: string): Promise<number> => {
    const yaml = parsePlacedYaml(
      'r.json',
      `{$id: t, title: t, description: t, type: object, required: [], properties: {a: ${property}}}`,
    );
    if (Array.isArray(yaml)) throw new Error('not readable');
    const spec = await validateSpec<RecordSchema>(yaml, 'record-schema');
    return Array.isArray(spec) ? spec.length : 0;
  };

  test.each(['enum: ["1"]', 'const: "1"', 'pattern: "1"', 'minLength: 1', 'maxLength: 1', 'format: decimal'])(
    '%s goes with text only: of a number it would mean two things',
    async (keyword) => {
      expect(await problemsOf(`{type: string, ${keyword}}`)).toBe(0);
      for (const type of ['number', 'integer', 'boolean', 'object', 'array']) {
        expect(await problemsOf(`{type: ${type}, ${keyword}}`)).toBeGreaterThan(0);
      }
    },
  );
});

describe('why a record is refused', () => {
  const rules: RecordSchema = {
    $id: 't',
    title: 't',
    description: 't',
    type: 'object',
    required: ['a'],
    properties: {
      a: { type: 'string', pattern: '^[0-9]+$', maxLength: 2 },
      'b/c': { type: 'string', enum: ['x', 'y'] },
      d: { type: 'string', pattern: '^[A-Z]+$' },
    },
  };
  const explain = compileExplanation(rules);
  const codes = (fields: Record<string, string | null>): unknown[] =>
    explain(fields, at).map(({ data }) =>
      'field' in data ? [data.field, 'expected' in data ? data.expected : ''] : data,
    );

  test('each keyword of each field is said on its own', () => {
    expect(codes({ a: 'xyz', 'b/c': 'z', d: '1' })).toEqual([
      ['a', 'at most 2 characters'],
      ['a', 'text that matches ^[0-9]+$'],
      ['b/c', 'one of "x", "y"'],
      ['d', 'text that matches ^[A-Z]+$'],
    ]);
    expect(codes({ a: null, 'b/c': 'x', d: null })).toEqual([['a', '']]);
    expect(codes({ a: '12', 'b/c': 'y', d: 'A' })).toEqual([]);
  });
});
