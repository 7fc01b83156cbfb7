import {
  type FieldSchema,
  type FieldType,
  type RecordSchema,
  resolveReference,
  typesOf,
} from './record-schema.js';

/** Text of an exact decimal without exponent: what `format: decimal` accepts. */
export const DECIMAL_TEXT = '^-?[0-9]+([.][0-9]+)?$';
/** Text of a JSON number: what `type: number` accepts. */
export const NUMBER_TEXT = '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?$';

/**
 * How the text of a field becomes a JSON value, the same everywhere in a schema: by the type at the field's own property.
 *
 * Of several types a number is read where the text is one, then a boolean, then text. `decimal` fields are text to which
 * numeric keywords apply, because `format: decimal` stands beside `type: string`.
 */
export type FieldReading = {
  readonly types: readonly FieldType[];
  readonly decimal: boolean;
};

/** The reading of a field; no types where neither its property nor what that refers to names one. */
export function readingOf(schema: RecordSchema, field: string): FieldReading {
  const chain = referenceChain(
    schema,
    Object.hasOwn(schema.properties, field) ? schema.properties[field] : undefined,
  );
  const types = chain.map(typesOf).find((found) => found.length > 0) ?? [];
  const text = types.length === 1 && types[0] === 'string';
  return { types, decimal: text && chain.some(({ format }) => format === 'decimal') };
}

/** Whether a number is read from the text of a field by its type. */
export function readsNumbers(reading: FieldReading): boolean {
  return reading.types.includes('number') || reading.types.includes('integer');
}

function referenceChain(schema: RecordSchema, start: FieldSchema | undefined): FieldSchema[] {
  const chain: FieldSchema[] = [];
  let next = start;
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    next = next.$ref === undefined ? undefined : resolveReference(schema, next.$ref)?.schema;
  }
  return chain;
}
