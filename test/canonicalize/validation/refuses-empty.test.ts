import { describe, expect, test } from 'vitest';
import type { FieldSchema, RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import { refusesEmpty } from '../../../src/canonicalize/validation/refuses-empty.js';

const TITLED = { $id: 'tapewarden:feeds/x', title: 'x', description: 'x', type: 'object' } as const;

function schemaOf(field: FieldSchema, required: string[]): RecordSchema {
  return { ...TITLED, required, additionalProperties: false, properties: { f: field } } as RecordSchema;
}

describe('the empty text of a required field', () => {
  const refusing: [string, FieldSchema][] = [
    ['a least length of one', { type: 'string', minLength: 1 }],
    ['a pattern that needs a character', { type: 'string', pattern: '^[A-Z]{1,5}$' }],
    ['a list without it', { type: 'string', enum: ['A', 'B'] }],
    ['a format', { type: 'string', format: 'date' }],
  ];
  test.each(refusing)('is refused by %s', (_, field) => {
    expect(refusesEmpty(schemaOf(field, ['f']), 'f')).toBe(true);
  });

  const letting: [string, FieldSchema][] = [
    ['a least length of none', { type: 'string', minLength: 0, maxLength: 4 }],
    ['a pattern that nothing satisfies too', { type: 'string', pattern: '^[A-Z]{0,5}$' }],
    ['a list with it', { type: 'string', enum: ['A', ''] }],
    ['a field of another type', { type: 'integer' }],
    ['a rule that stands inside another', { type: 'string', not: { const: '' } }],
  ];
  test.each(letting)('is not said to be refused by %s', (_, field) => {
    expect(refusesEmpty(schemaOf(field, ['f']), 'f')).toBe(false);
  });

  test('is no value where the field need not have one', () => {
    expect(refusesEmpty(schemaOf({ type: 'string', minLength: 1 }, []), 'f')).toBe(false);
  });
});
