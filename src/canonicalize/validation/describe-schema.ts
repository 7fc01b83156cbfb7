import { quoted, someOf } from '../../domain/diagnostic.js';
import { RECORD_FORMATS } from './formats/record-formats.js';
import { type FieldSchema, type RecordSchema, resolveReference, typesOf } from './record-schema.js';

/** Words for each keyword as they follow "expected": what the value should be. */
const WORDS: { readonly [Keyword in keyof FieldSchema]?: (schema: FieldSchema) => string } = {
  type: (schema) => `a JSON ${typesOf(schema).join(' or ')}`,
  enum: ({ enum: values = [] as unknown[] }) => `one of ${someOf(values.map(String))}`,
  const: ({ const: value }) => quoted(String(value)),
  pattern: ({ pattern = '' }) => `text that matches ${pattern}`,
  minLength: ({ minLength = 0 }) => `at least ${minLength} characters`,
  maxLength: ({ maxLength = 0 }) => `at most ${maxLength} characters`,
  minimum: ({ minimum = 0 }) => `at least ${minimum}`,
  maximum: ({ maximum = 0 }) => `at most ${maximum}`,
  exclusiveMinimum: ({ exclusiveMinimum = 0 }) => `more than ${exclusiveMinimum}`,
  exclusiveMaximum: ({ exclusiveMaximum = 0 }) => `less than ${exclusiveMaximum}`,
  multipleOf: ({ multipleOf = 0 }) => `a multiple of ${multipleOf}`,
  format: ({ format }) => (format === undefined ? 'any text' : RECORD_FORMATS[format].words),
  minItems: ({ minItems = 0 }) => `at least ${minItems} elements`,
  maxItems: ({ maxItems = 0 }) => `at most ${maxItems} elements`,
  uniqueItems: () => 'no two equal elements',
  minProperties: ({ minProperties = 0 }) => `at least ${minProperties} fields with a value`,
  maxProperties: ({ maxProperties = 0 }) => `at most ${maxProperties} fields with a value`,
};

/** What one keyword of a schema expects; null for keywords that are made of other schemas. */
export function keywordWords(keyword: string, schema: FieldSchema): string | null {
  return WORDS[keyword as keyof FieldSchema]?.(schema) ?? null;
}

/** What a whole schema says, of a value ("at least 1") or of a record ("px is at least 1"), in words. */
export function describeSchema(schema: FieldSchema, root: RecordSchema): string {
  const referred = schema.$ref === undefined ? null : resolveReference(root, schema.$ref);
  const inner = (part: FieldSchema): string => describeSchema(part, root);
  const words = [
    ...(referred === null ? [] : [inner(referred.schema)]),
    ...(schema.allOf ?? []).map(inner),
    ...Object.keys(schema).flatMap((keyword) => keywordWords(keyword, schema) ?? []),
    ...fieldWords(schema, inner),
    ...(schema.anyOf === undefined ? [] : [`(${schema.anyOf.map(inner).join(' or ')})`]),
    ...(schema.oneOf === undefined ? [] : [`exactly one of (${schema.oneOf.map(inner).join(' or ')})`]),
    ...(schema.not === undefined ? [] : [`not (${inner(schema.not)})`]),
  ];
  return words.length === 0 ? 'anything' : words.join(' and ');
}

function fieldWords(schema: FieldSchema, inner: (part: FieldSchema) => string): string[] {
  const said = Object.entries(schema.properties ?? {});
  const required = (schema.required ?? []).filter((field) => !said.some(([name]) => name === field));
  return [
    ...said.map(([field, part]) => `${field} is ${inner(part)}`),
    ...required.map((field) => `${field} has a value`),
  ];
}
