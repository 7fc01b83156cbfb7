import { type FieldSchema, type RecordSchema, resolveReference } from './record-schema.js';

/** The fields of a record that a schema of the whole record names, in the order in which they stand in the record schema. */
export function mentionedFields(schema: FieldSchema, root: RecordSchema): string[] {
  const named = new Set<string>();
  const entered = new Set<FieldSchema>();
  const visit = (part: FieldSchema): void => {
    if (entered.has(part)) return;
    entered.add(part);
    for (const field of namedHere(part)) named.add(field);
    for (const inner of recordSchemasIn(part, root)) visit(inner);
  };
  visit(schema);
  return Object.keys(root.properties).filter((field) => named.has(field));
}

/** Names of fields that a schema of the whole record says itself. */
export function namedHere(schema: FieldSchema): string[] {
  const { properties = {}, required = [], dependentRequired = {}, dependentSchemas = {} } = schema;
  return [
    ...Object.keys(properties),
    ...required,
    ...Object.entries(dependentRequired).flatMap(([field, fields]) => [field, ...fields]),
    ...Object.keys(dependentSchemas),
  ];
}

/** Schemas inside one that speak of the same value. */
export function recordSchemasIn(schema: FieldSchema, root: RecordSchema): FieldSchema[] {
  const { allOf = [], anyOf = [], oneOf = [], dependentSchemas = {} } = schema;
  const single = [schema.not, schema.if, schema.then, schema.else].filter((part) => part !== undefined);
  const referred = schema.$ref === undefined ? null : resolveReference(root, schema.$ref);
  const target = referred === null ? [] : [referred.schema];
  return [...allOf, ...anyOf, ...oneOf, ...single, ...Object.values(dependentSchemas), ...target];
}
