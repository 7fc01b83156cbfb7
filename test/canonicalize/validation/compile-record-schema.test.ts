import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileFallback } from '../../../src/canonicalize/validation/compile-fallback.js';
import {
  compileRecordSchema,
  describeSpeeds,
} from '../../../src/canonicalize/validation/compile-record-schema.js';
import { compileExplanation } from '../../../src/canonicalize/validation/explain-record.js';
import type { RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { SqlVerdicts } from '../support/sql-verdicts.js';

let verdicts: SqlVerdicts;

beforeAll(async () => {
  verdicts = await SqlVerdicts.open();
});

afterAll(() => verdicts.close());

function schemaOf(body: Partial<RecordSchema>): RecordSchema {
  return { $id: 't', title: 't', description: 't', type: 'object', required: [], properties: {}, ...body };
}

const predicatesOf = (a: RecordSchema['properties'][string], required: string[] = []): string[] =>
  compileRecordSchema(schemaOf({ required, properties: { a } })).predicates;

describe('the SQL is as small as its schema', () => {
  test('a shipped feed has one condition a field', async () => {
    const file = path.join(packageRoot(), 'schemas', 'feeds', 'acme-orders.schema.json');
    const schema = JSON.parse(await readFile(file, 'utf8')) as RecordSchema;
    expect(compileRecordSchema(schema).predicates).toEqual([
      'length("ordId") BETWEEN 1 AND 40',
      `regexp_matches("seq", '^[0-9]{1,9}$')`,
      `"evt" IN ('N', 'T', 'A', 'R', 'C', 'X', 'E', 'F')`,
      'length("ts") BETWEEN 19 AND 27',
      `regexp_matches("sym", '^[A-Z]{1,5}([.][A-Z]{1,3})?$')`,
      `"side" IN ('1', '2', '5', '6')`,
      `"type" IN ('M', 'L', 'P')`,
      `"tif" IN ('D', 'I', 'O', 'C')`,
      `("px" IS NULL OR regexp_matches("px", '^[0-9]{1,10}$'))`,
      `regexp_matches("qty", '^[0-9]{1,12}$')`,
      'length("acct") BETWEEN 1 AND 20',
      `("mkt" IS NULL OR regexp_matches("mkt", '^[A-Z0-9]{4}$'))`,
      '("trd" IS NULL OR length("trd") BETWEEN 1 AND 40)',
      '("parent" IS NULL OR length("parent") BETWEEN 1 AND 40)',
      '("routed" IS NULL OR length("routed") BETWEEN 1 AND 64)',
      '("dest" IS NULL OR length("dest") BETWEEN 1 AND 20)',
      `("from" IS NULL OR regexp_matches("from", '^[A-Z0-9]{1,7}$'))`,
      `("cap" IS NULL OR "cap" IN ('A', 'P', 'R'))`,
      '("trader" IS NULL OR length("trader") BETWEEN 1 AND 20)',
      `("hand" IS NULL OR regexp_matches("hand", '^[A-Za-z0-9 ]{1,60}$'))`,
      '("unit" IS NULL OR length("unit") BETWEEN 1 AND 20)',
    ]);
  });

  test('a list answers for all that stands beside it', () => {
    const field = { type: 'string' as const, minLength: 2, pattern: '^B', maxLength: 9 };
    expect(predicatesOf({ ...field, enum: ['A', 'BB', 'BBB'] })).toEqual([
      `("a" IS NULL OR "a" IN ('BB', 'BBB'))`,
    ]);
    expect(predicatesOf({ ...field, enum: ['A', 'BB'] }, ['a'])).toEqual([`"a" = 'BB'`]);
    expect(predicatesOf({ ...field, const: 'A' }, ['a'])).toEqual(['false']);
  });

  test('a format of one length answers for lengths', () => {
    const uuid = predicatesOf({ type: 'string', format: 'uuid' }, ['a']);
    expect(predicatesOf({ type: 'string', format: 'uuid', minLength: 1, maxLength: 36 }, ['a'])).toEqual(
      uuid,
    );
    expect(predicatesOf({ type: 'string', format: 'uuid', maxLength: 35 }, ['a'])).toHaveLength(2);
  });

  test('an ordinary number is looked at once', () => {
    const [predicate = '', ...others] = predicatesOf({ type: 'string', format: 'decimal', minimum: 0.01 });
    expect(others).toEqual([]);
    expect(predicate).toContain(
      `CASE WHEN regexp_matches("a", '^-?[0-9]{1,12}(?:[.][0-9]{1,6})?$') THEN TRY_CAST("a" AS DECIMAL(18,6)) >= 0.01 ELSE`,
    );
  });

  test('a field that may be any text and may be absent needs nothing', () => {
    expect(predicatesOf({ type: 'string', minLength: 0 })).toEqual([]);
    expect(predicatesOf({ type: ['string', 'number'] })).toEqual([]);
    expect(predicatesOf({ type: 'string' }, ['a'])).toEqual(['"a" IS NOT NULL']);
  });
});

describe('what does not compile says so', () => {
  const legs = { type: 'array' as const, minItems: 1, items: { type: 'object' as const, required: ['px'] } };
  const schema = schemaOf({
    properties: { sym: { type: 'string', maxLength: 5 }, legs },
    anyOf: [{ required: ['sym'] }, { properties: { legs: { maxItems: 1 } }, required: ['legs'] }],
  });

  test('each keyword has its speed, also around one that only Ajv knows', () => {
    expect(describeSpeeds(schema)).toEqual([
      { pointer: '/properties/sym/maxLength', keyword: 'maxLength', speed: 'sql' },
      { pointer: '/properties/sym/type', keyword: 'type', speed: 'sql' },
      { pointer: '/properties/legs/type', keyword: 'type', speed: 'sql' },
      { pointer: '/properties/legs/items', keyword: 'items', speed: 'ajv' },
      { pointer: '/properties/legs/minItems', keyword: 'minItems', speed: 'ajv' },
      { pointer: '/anyOf', keyword: 'anyOf', speed: 'ajv' },
      { pointer: '/anyOf/0/required', keyword: 'required', speed: 'ajv' },
      { pointer: '/anyOf/1/required', keyword: 'required', speed: 'ajv' },
      { pointer: '/anyOf/1/properties/legs/maxItems', keyword: 'maxItems', speed: 'ajv' },
    ]);
  });

  test('the fallback names the keywords that cause it, and there is none without', () => {
    expect(compileRecordSchema(schema).fallback.map(({ pointer }) => pointer)).toEqual([
      '/properties/legs/items',
      '/properties/legs/minItems',
      '/anyOf/1/properties/legs/maxItems',
    ]);
    const check = compileFallback(schema);
    expect(check?.({ sym: null, legs: '[{"px":1}]' })).toBe(true);
    expect(check?.({ sym: null, legs: '[{"px":1},{"px":2}]' })).toBe(false);
    expect(compileFallback(schemaOf({ properties: { sym: { type: 'string' } } }))).toBeNull();
  });
});

test.each(['^(a|a)*$', '^(a+)+$', '^([a-z]+)*[A-Z]$', '(x+x+)+y'])(
  'the pattern %s answers for 100,000 characters on both sides',
  async (pattern) => {
    const schema = schemaOf({ properties: { a: { type: 'string', pattern } } });
    const text = `${'a'.repeat(50_000)}${'x'.repeat(50_000)}!`;
    const { predicates } = compileRecordSchema(schema);
    // Any engine that backtracks would not come back from these within the life of the test.
    expect(await verdicts.of(predicates, ['a'], [{ a: text }])).toEqual([false]);
    expect(compileExplanation(schema)({ a: text }, { file: 'f', line: 1, byte_offset: 0 })).toHaveLength(1);
  },
);

test('a number of 100,000 digits is compared and divided on both sides', async () => {
  const limit = '9'.repeat(300);
  const properties = { a: { type: 'integer' as const, maximum: limit, multipleOf: 7 } };
  const { predicates } = compileRecordSchema(schemaOf({ properties }));
  const divisible = `${'142857'.repeat(16_666)}`.replace(/.$/, '7');
  const records = [{ a: '7'.repeat(300) }, { a: '7'.repeat(100_000) }, { a: divisible.slice(0, 120) }];
  const explain = compileExplanation(schemaOf({ properties }));
  const ajv = records.map((fields) => explain(fields, { file: 'f', line: 1, byte_offset: 0 }).length === 0);
  expect(await verdicts.of(predicates, ['a'], records)).toEqual(ajv);
  expect(ajv).toEqual([true, false, BigInt(divisible.slice(0, 120)) % 7n === 0n]);
});

test('fields may have the names that the SQL would give its own variables', async () => {
  const limits = { type: 'number' as const, minimum: 0, multipleOf: 7 };
  const names = ['n', 't', 'c', 'd', 'i', 'r', 'v', 'number', 'text', 'sign', 'digits', 'size'];
  const properties = {
    ...Object.fromEntries(names.map((name) => [name, limits])),
    ...{
      cusip: { type: 'string' as const, format: 'cusip' as const },
      isin: { type: 'string' as const, format: 'isin' as const },
    },
    lei: { type: 'string' as const, format: 'lei' as const },
  };
  const { predicates } = compileRecordSchema(schemaOf({ properties }));
  const valid = {
    ...Object.fromEntries(names.map((name) => [name, `${'7'.repeat(30)}`])),
    ...{ cusip: '037833100', isin: 'US0378331005', lei: 'HWUPKR0MPOU8FGXBT394' },
  };
  const records = [valid, ...names.map((name) => ({ ...valid, [name]: '-7' }))];
  const expected = records.map((_, index) => index === 0);
  expect(await verdicts.of(predicates, Object.keys(properties), records)).toEqual(expected);
});
