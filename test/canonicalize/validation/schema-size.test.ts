import { expect, test } from 'vitest';
import type { FieldSchema, RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import { isTooLarge, SCHEMA_SIZE_LIMIT } from '../../../src/canonicalize/validation/schema-size.js';

const schemaOf = (field: FieldSchema, $defs: Record<string, FieldSchema> = {}): RecordSchema => ({
  $id: 't',
  title: 't',
  description: 't',
  type: 'object',
  required: [],
  properties: { a: { type: 'string', ...field } },
  $defs,
});
const times = (count: number, schema: FieldSchema): [FieldSchema, ...FieldSchema[]] => [
  schema,
  ...Array<FieldSchema>(count - 1).fill(schema),
];

/** The schema itself, its properties and the field. */
const AROUND = 3;

test('a schema may hold so many objects and not one more', () => {
  const most = SCHEMA_SIZE_LIMIT - AROUND;
  expect(isTooLarge(schemaOf({ allOf: times(most, { minLength: 1 }) }))).toBe(false);
  expect(isTooLarge(schemaOf({ allOf: times(most + 1, { minLength: 1 }) }))).toBe(true);
});

test('a reference counts as a copy of what it names, and a definition once more', () => {
  const $defs = { b: { allOf: times(99, { minLength: 1 }) } };
  const most = Math.floor((SCHEMA_SIZE_LIMIT - AROUND - 100) / 101);
  expect(isTooLarge(schemaOf({ allOf: times(most, { $ref: '#/$defs/b' }) }, $defs))).toBe(false);
  expect(isTooLarge(schemaOf({ allOf: times(most + 1, { $ref: '#/$defs/b' }) }, $defs))).toBe(true);
});

test.each(['allOf', 'anyOf', 'oneOf'] as const)('%s of doubled references is told at once', (keyword) => {
  const levels = Array.from({ length: 64 }, (_, index): [string, FieldSchema] => [
    `d${index}`,
    index === 0 ? { minLength: 1 } : { [keyword]: times(2, { $ref: `#/$defs/d${index - 1}` }) },
  ]);
  expect(isTooLarge(schemaOf({ $ref: '#/$defs/d63' }, Object.fromEntries(levels)))).toBe(true);
});

test('definitions of nested values that all lead to each other are told at once', () => {
  const circle = (count: number): RecordSchema => {
    const names = Array.from({ length: count }, (_, index) => `d${index}`);
    const refers = { items: { anyOf: names.map((name) => ({ $ref: `#/$defs/${name}` })) } } as FieldSchema;
    return schemaOf({}, Object.fromEntries(names.map((name) => [name, refers])));
  };
  expect(isTooLarge(circle(3))).toBe(false);
  expect(isTooLarge(circle(20))).toBe(true);
});
