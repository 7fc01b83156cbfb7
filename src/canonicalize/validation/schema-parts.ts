import { invariant } from '../../domain/invariant.js';
import { identifier } from '../../engine/sql-literal.js';
import { fieldParts } from './field-parts.js';
import { readingOf } from './field-reading.js';
import { type FieldSchema, pointerOf, type RecordSchema, resolveReference } from './record-schema.js';
import type { SchemaPart } from './schema-part.js';
import { all, any, exactlyOne, no } from './sql-logic.js';

/** Keywords that only Ajv checks, of a nested value and of a whole record. */
const NESTED = [
  ...['items', 'prefixItems', 'contains', 'minItems', 'maxItems', 'uniqueItems'],
  ...['properties', 'required', 'dependentRequired', 'dependentSchemas', 'additionalProperties'],
];
const BY_AJV = ['patternProperties', 'propertyNames', 'minProperties', 'maxProperties'];

/** The schema being compiled, and what it says of: a field, or where that is null the whole record. */
type Scope = { root: RecordSchema; field: string | null; pointer: string };

/** Everything that a record schema asks of a record, part by part; a record is valid where each part holds. */
export function schemaParts(root: RecordSchema): SchemaPart[] {
  return partsOf(root, { root, field: null, pointer: '' });
}

/** SQL of a part that is true or false also where its field has no value: an absent field satisfies what is said of it. */
export function orAbsent({ field, sql }: SchemaPart): string | null {
  if (field === null || sql === null || sql === 'true') return sql;
  return any([`${identifier(field)} IS NULL`, sql]);
}

function partsOf(schema: FieldSchema | RecordSchema, scope: Scope): SchemaPart[] {
  return [
    ...referenceParts(schema, scope),
    ...(schema.allOf ?? []).flatMap((inner, index) => partsOf(inner, under(scope, 'allOf', index))),
    ...(scope.field === null
      ? recordParts(schema, scope)
      : valueParts(schema as FieldSchema, scope, scope.field)),
    ...combinedParts(schema, scope),
  ];
}

function under(scope: Scope, ...keys: (string | number)[]): Scope {
  return { ...scope, pointer: scope.pointer + pointerOf(keys) };
}

function referenceParts(schema: FieldSchema | RecordSchema, scope: Scope): SchemaPart[] {
  if (schema.$ref === undefined) return [];
  const target = resolveReference(scope.root, schema.$ref);
  invariant(target !== null, `${schema.$ref} was checked`);
  return partsOf(target.schema, { ...scope, pointer: pointerOf(target.keys) });
}

function valueParts(schema: FieldSchema, scope: Scope, field: string): SchemaPart[] {
  const reading = readingOf(scope.root, field);
  const nested = reading.types.includes('object') || reading.types.includes('array');
  const unseen = [...NESTED, ...BY_AJV].filter((keyword) => keyword in schema);
  return [
    ...fieldParts(schema, { field, reading, pointer: scope.pointer }),
    ...unseen.map((keyword) => ruleOf(scope, keyword, { sql: nested ? null : 'true' })),
  ];
}

function recordParts(schema: FieldSchema | RecordSchema, scope: Scope): SchemaPart[] {
  const { required = [], properties = {}, dependentRequired = {}, dependentSchemas = {} } = schema;
  const present = (fields: readonly string[]): string =>
    all(fields.map((field) => `${identifier(field)} IS NOT NULL`));
  const where = (field: string, sql: string): string => any([`${identifier(field)} IS NULL`, sql]);
  return [
    ...(required.length > 0
      ? [ruleOf(scope, 'required', { sql: present(required), present: required })]
      : []),
    ...Object.entries(properties).flatMap(([field, inner]) =>
      partsOf(inner, { ...under(scope, 'properties', field), field }),
    ),
    ...Object.entries(dependentRequired).map(([field, fields]) =>
      ruleOf(under(scope, 'dependentRequired'), field, {
        sql: where(field, present(fields)),
        keyword: 'dependentRequired',
      }),
    ),
    ...Object.entries(dependentSchemas).map(([field, inner]) => {
      const parts = partsOf(inner, under(scope, 'dependentSchemas', field));
      const holds = conjunction(parts, scope);
      const sql = holds === null ? null : where(field, holds);
      return ruleOf(under(scope, 'dependentSchemas'), field, { sql, keyword: 'dependentSchemas', parts });
    }),
    ...closedParts(schema, scope),
    ...BY_AJV.filter((keyword) => keyword in schema).map((keyword) => ruleOf(scope, keyword, { sql: null })),
  ];
}

/** `additionalProperties: false`: no other field of the record has a value. */
function closedParts(schema: FieldSchema | RecordSchema, scope: Scope): SchemaPart[] {
  if (schema.additionalProperties !== false) return [];
  const named = Object.keys(schema.properties ?? {});
  const others = Object.keys(scope.root.properties).filter((field) => !named.includes(field));
  const absent = all(others.map((field) => `${identifier(field)} IS NULL`));
  return [
    ruleOf(scope, 'additionalProperties', { sql: schema.patternProperties === undefined ? absent : null }),
  ];
}

function combinedParts(schema: FieldSchema | RecordSchema, scope: Scope): SchemaPart[] {
  const branches = (keyword: 'anyOf' | 'oneOf', join: (sql: string[]) => string): SchemaPart[] => {
    const alternatives = schema[keyword];
    if (alternatives === undefined) return [];
    const parts = alternatives.map((inner, index) => partsOf(inner, under(scope, keyword, index)));
    const sql = parts.map((inner) => conjunction(inner, scope));
    const joined = sql.every((one) => one !== null) ? join(sql) : null;
    return [ruleOf(scope, keyword, { sql: joined, parts: parts.flat() })];
  };
  return [
    ...branches('anyOf', any),
    ...branches('oneOf', exactlyOne),
    ...negatedParts(schema, scope),
    ...conditionalParts(schema, scope),
  ];
}

function negatedParts(schema: FieldSchema | RecordSchema, scope: Scope): SchemaPart[] {
  if (schema.not === undefined) return [];
  const parts = partsOf(schema.not, under(scope, 'not'));
  const inner = conjunction(parts, scope);
  return [ruleOf(scope, 'not', { sql: inner === null ? null : no(inner), parts })];
}

function conditionalParts(schema: FieldSchema | RecordSchema, scope: Scope): SchemaPart[] {
  if (schema.if === undefined) return [];
  const [condition, then, otherwise] = (['if', 'then', 'else'] as const).map((keyword) => {
    const inner = schema[keyword];
    return inner === undefined ? [] : partsOf(inner, under(scope, keyword));
  }) as [SchemaPart[], SchemaPart[], SchemaPart[]];
  const [test, holds, fails] = [condition, then, otherwise].map((parts) => conjunction(parts, scope)) as [
    string | null,
    string | null,
    string | null,
  ];
  const sql = test === null || holds === null || fails === null ? null : branch(test, holds, fails);
  return [ruleOf(scope, 'if', { sql, parts: [...condition, ...then, ...otherwise] })];
}

function branch(test: string, holds: string, fails: string): string {
  if (fails === 'true') return any([no(test), holds]);
  return holds === 'true' ? any([test, fails]) : `CASE WHEN ${test} THEN ${holds} ELSE ${fails} END`;
}

/**
 * All parts of an inner schema, true or false: false where a field that it requires has no value, true of any other absent field.
 * The value of a field is there where its own schema is asked.
 */
function conjunction(parts: readonly SchemaPart[], { field }: Scope): string | null {
  const present = parts.flatMap((part) => part.present ?? []);
  const sql = parts.map((part) =>
    field !== null || (part.field !== null && present.includes(part.field)) ? part.sql : orAbsent(part),
  );
  return sql.every((one) => one !== null) ? all(sql) : null;
}

/** A rule at a keyword of the scope's schema; `key` is the last key of its pointer. */
function ruleOf(
  scope: Scope,
  key: string,
  rule: Pick<SchemaPart, 'sql' | 'present'> & { keyword?: string; parts?: readonly SchemaPart[] },
): SchemaPart {
  const keyword = rule.keyword ?? key;
  return {
    keywords: [{ pointer: scope.pointer + pointerOf([key]), keyword }],
    field: scope.field,
    sql: rule.sql,
    rejects_null: false,
    present: rule.present ?? [],
    parts: rule.parts ?? [],
  };
}
