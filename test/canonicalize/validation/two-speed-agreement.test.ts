import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileFallback } from '../../../src/canonicalize/validation/compile-fallback.js';
import { compileRecordSchema } from '../../../src/canonicalize/validation/compile-record-schema.js';
import { compileExplanation } from '../../../src/canonicalize/validation/explain-record.js';
import type { Fields } from '../../../src/canonicalize/validation/read-record.js';
import type { FieldSchema, RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import { compiledSchema, mixedSchema, PATTERNS, record, TEXTS } from '../support/random-schemas.js';
import { SqlVerdicts } from '../support/sql-verdicts.js';

let verdicts: SqlVerdicts;

beforeAll(async () => {
  verdicts = await SqlVerdicts.open();
});

afterAll(() => verdicts.close());

const at = { file: 'f', line: 1, byte_offset: 0 };

async function differences(rules: RecordSchema, records: readonly Fields[]): Promise<unknown[]> {
  const { predicates, fallback } = compileRecordSchema(rules);
  const explain = compileExplanation(rules);
  const slow = compileFallback(rules);
  expect(slow === null).toBe(fallback.length === 0);
  const fast = await verdicts.of(predicates, Object.keys(rules.properties), records);
  return records.flatMap((fields, index) => {
    const faults = explain(fields, at);
    const verdict = fast[index] === true && (slow === null || slow(fields));
    const onlyByFallback = fast[index] === true || faults.length > 0;
    return verdict === (faults.length === 0) && onlyByFallback
      ? []
      : [{ fields, fast: fast[index], slow: slow?.(fields), faults: faults.map(({ data }) => data) }];
  });
}

const runs = { numRuns: 120 };

test('SQL and Ajv agree on every record of every schema that compiles', async () => {
  const records = fc.array(record, { minLength: 10, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(compiledSchema, records, async (rules, chosen) => {
      expect(compileRecordSchema(rules).fallback).toEqual([]);
      expect(await differences(rules, chosen)).toEqual([]);
    }),
    runs,
  );
});

test('SQL and the fallback together agree with Ajv where a schema does not compile as a whole', async () => {
  const records = fc.array(record, { minLength: 10, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(mixedSchema, records, async (rules, chosen) => {
      expect(compileRecordSchema(rules).fallback.length).toBeGreaterThan(0);
      expect(await differences(rules, chosen)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

const formats = [
  'decimal',
  'date',
  'time',
  'date-time',
  'uuid',
  'cusip',
  'isin',
  'lei',
  'osi-option',
  'imid',
  'mpid',
] as const;
const alone: FieldSchema[] = [
  ...(['number', 'integer', 'boolean'] as const).map((type) => ({ type })),
  { type: ['string', 'number'] },
  { type: ['integer', 'boolean'] },
  ...formats.map((format) => ({ type: 'string' as const, format })),
  ...PATTERNS.map((pattern) => ({ type: 'string' as const, pattern })),
  ...[0, 1, 2].flatMap((length) => [
    { type: 'string' as const, minLength: length },
    { type: 'string' as const, maxLength: length },
  ]),
  ...[0, 1, '9007199254740993', '1e400'].flatMap((limit) => [
    { type: 'number' as const, minimum: limit },
    { type: 'number' as const, exclusiveMaximum: limit },
    { type: 'string' as const, format: 'decimal' as const, maximum: limit },
  ]),
  ...[1, 0.1, 0.05, 7].map((divisor) => ({ type: 'number' as const, multipleOf: divisor })),
  { type: 'number', enum: [1, 100, 0.3] },
];

test.each(alone)('every value of the sample agrees under %j', async (rule) => {
  const rules = { $id: 't', title: 't', description: 't', type: 'object' as const, required: [] };
  const records = TEXTS.map((value) => ({ a: value }));
  expect(await differences({ ...rules, properties: { a: rule } }, records)).toEqual([]);
});
