import { expect, test } from 'vitest';
import { faultSentence } from '../../../src/canonicalize/diagnostics.js';
import { ajvValidator } from '../../../src/canonicalize/validation/ajv-validator.js';
import { compileExplanation } from '../../../src/canonicalize/validation/explain-record.js';
import type { Fields } from '../../../src/canonicalize/validation/read-record.js';
import type { RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';

const head = { $id: 't', title: 't', description: 't', type: 'object' as const, required: [] };
const at = { file: 'f', line: 1, byte_offset: 0 };

/** Each fault as `sentence [code] pointer into the schema`. */
function faultsOf(schema: Partial<RecordSchema>, fields: Fields): string[] {
  return compileExplanation({ ...head, properties: {}, ...schema })(fields, at).map((fault) => {
    const pointer = 'pointer' in fault.data ? ` ${fault.data.pointer}` : '';
    return `${faultSentence(fault)} [${fault.code}]${pointer}`;
  });
}

test('each keyword of each field is said on its own', () => {
  const schema: Partial<RecordSchema> = {
    required: ['a'],
    properties: {
      a: { type: 'string', pattern: '^[0-9]+$', maxLength: 2 },
      'b/c': { type: 'string', enum: ['x', 'y'] },
      d: { type: 'string', pattern: '^[A-Z]+$' },
    },
  };
  expect(faultsOf(schema, { a: 'xyz', 'b/c': 'z', d: '1' })).toEqual([
    'field "a" is "xyz", expected at most 2 characters [schema-violated] /properties/a/maxLength',
    'field "a" is "xyz", expected text that matches ^[0-9]+$ [schema-violated] /properties/a/pattern',
    'field "b/c" is "z", expected one of "x", "y" [schema-violated] /properties/b~1c/enum',
    'field "d" is "1", expected text that matches ^[A-Z]+$ [schema-violated] /properties/d/pattern',
  ]);
  expect(faultsOf(schema, { a: null, 'b/c': 'x', d: null })).toEqual([
    'field "a" has no value, expected one [field-missing]',
  ]);
  expect(faultsOf(schema, { a: '12', 'b/c': 'y', d: 'A' })).toEqual([]);
});

test.each<[RecordSchema['properties'][string], string, string]>([
  [{ type: 'number' }, 'x', 'a JSON number'],
  [{ type: ['integer', 'boolean'] }, 'x', 'a JSON integer or boolean'],
  [{ type: 'string', const: 'NEW' }, 'x', '"NEW"'],
  [{ type: 'string', minLength: 2 }, 'x', 'at least 2 characters'],
  [
    { type: 'number', minimum: '18446744073709551616' },
    '18446744073709551615',
    'at least 18446744073709551616',
  ],
  [{ type: 'number', maximum: 0.1 }, '0.10000000000000000000001', 'at most 0.1'],
  [{ type: 'number', exclusiveMinimum: 0 }, '-0', 'more than 0'],
  [{ type: 'number', exclusiveMaximum: 1 }, '1.0', 'less than 1'],
  [{ type: 'number', multipleOf: 0.05 }, '0.07', 'a multiple of 0.05'],
  [{ type: 'string', format: 'decimal' }, '1e2', 'a plain decimal number'],
  [{ type: 'string', format: 'date' }, '2023-02-29', 'a date yyyy-MM-dd'],
  [{ type: 'string', format: 'cusip' }, '037833101', 'a CUSIP with its check digit'],
  [{ type: 'string', not: { enum: ['N/A', '-'] } }, '-', 'anything but one of "N/A", "-"'],
  [
    { type: 'string', anyOf: [{ pattern: '^[A-Z]+$', maxLength: 2 }, { format: 'date' }] },
    'abc',
    'one of 2 alternatives; number 2 is nearest: a date yyyy-MM-dd',
  ],
  [
    { type: 'integer', oneOf: [{ minimum: 1 }, { minimum: 5 }, { const: -1 }] },
    '7',
    'exactly one of 3 alternatives, but 1 and 2 hold',
  ],
])('%j of %s expects %s', (property, value, expected) => {
  const [fault, ...others] = faultsOf({ properties: { a: property } }, { a: value });
  expect(fault).toContain(`field "a" is "${value}", expected ${expected} [schema-violated] /properties/a/`);
  expect(others).toEqual([]);
});

test('a rule over several fields names them, and the alternative that is nearest', () => {
  const schema: Partial<RecordSchema> = {
    properties: { cusip: { type: 'string' }, isin: { type: 'string' }, country: { type: 'string' } },
    anyOf: [
      { required: ['cusip'], properties: { country: { const: 'US' } } },
      { required: ['isin', 'country'] },
    ],
  };
  expect(faultsOf(schema, { cusip: 'x', isin: null, country: 'CA' })).toEqual([
    'field "cusip" is "x" and field "isin" is "" and field "country" is "CA", expected one of 2 alternatives; number 1 is nearest: country: "US" [record-rule-violated] /anyOf',
  ]);
});

test('what a condition asks is said with the condition', () => {
  const schema: Partial<RecordSchema> = {
    properties: { type: { type: 'string' }, px: { type: 'string', format: 'decimal' } },
    if: { properties: { type: { const: 'L' } }, required: ['type'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ['px'], properties: { px: { exclusiveMinimum: 0 } } },
    else: { not: { required: ['px'] } },
  };
  expect(faultsOf(schema, { type: 'L' })).toEqual([
    'field "px" is "", expected a value when type is "L" [schema-violated] /then/required',
  ]);
  expect(faultsOf(schema, { type: 'L', px: '0' })).toEqual([
    'field "px" is "0", expected more than 0 when type is "L" [schema-violated] /then/properties/px/exclusiveMinimum',
  ]);
  expect(faultsOf(schema, { type: 'M', px: '1' })).toEqual([
    'field "px" is "1", expected anything but px has a value unless type is "L" [record-rule-violated] /else/not',
  ]);
});

test('fields that need one another, and fields that must be absent, are said', () => {
  const schema: Partial<RecordSchema> = {
    properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } },
    dependentRequired: { a: ['b'] },
    dependentSchemas: { c: { properties: { c: {} }, additionalProperties: false } },
  };
  expect(faultsOf(schema, { a: '1' })).toEqual([
    'field "b" is "", expected a value where a has one [schema-violated] /dependentRequired',
  ]);
  expect(faultsOf(schema, { b: '2', c: '3' })).toEqual([
    'field "b" is "2", expected no value [schema-violated] /dependentSchemas/c/additionalProperties',
  ]);
});

test('a fault inside a nested value says where it is', () => {
  const schema: Partial<RecordSchema> = {
    properties: {
      legs: {
        type: 'array',
        minItems: 3,
        items: { type: 'object', required: ['px'], properties: { px: { maximum: 0.1 } } },
      },
    },
  };
  expect(faultsOf(schema, { legs: '[{"px":0.10000000000000000001},{}]' })).toEqual([
    'field "legs" is "[{"px":0.10000000000000000001},{}]", expected at least 3 elements [schema-violated] /properties/legs/minItems',
    'field "legs" is "[{"px":0.10000000000000000001},{}]", expected at most 0.1 at /0/px [schema-violated] /properties/legs/items/properties/px/maximum',
    'field "legs" is "[{"px":0.10000000000000000001},{}]", expected a value at /1/px [schema-violated] /properties/legs/items/required',
  ]);
});

test('a schema is compiled once for all deliveries, and apart for every fault and for the first', () => {
  const schema: RecordSchema = { ...head, properties: { a: { type: 'string', maxLength: 1 } } };
  const every = ajvValidator(schema, 'every');
  expect(ajvValidator(schema, 'every')).toBe(every);
  expect(ajvValidator(schema, 'first')).not.toBe(every);
  expect(ajvValidator({ ...schema }, 'every')).not.toBe(every);
  expect([every({ a: 'xy' }), every({ a: 'x' }), every({ a: 'yz' })].map(({ length }) => length)).toEqual([
    1, 0, 1,
  ]);
});
