import type { RecordSchema as GeneratedSchema, Schema } from '../../domain/generated/record-schema.js';

/** The schema of one record of a feed, as schemas/record-schema.schema.json allows it: flat, one property per field. */
export type RecordSchema = GeneratedSchema;

/** What a schema says of one field, of the whole record, or of a part of a nested value. */
export type FieldSchema = Schema;

type OneOrSeveral = NonNullable<FieldSchema['type']>;

/** The JSON types a field of a record may have; text formats carry all of them as text. */
export type FieldType = Exclude<OneOrSeveral, unknown[]>;

/** A schema's types as a list; empty where it names none. */
export function typesOf(schema: { type?: OneOrSeveral }): readonly FieldType[] {
  if (schema.type === undefined) return [];
  return Array.isArray(schema.type) ? schema.type : [schema.type];
}

/** The schema of this file that `#/$defs/<name>` names, with its keys from the root; null where there is none. */
export function resolveReference(
  schema: RecordSchema,
  reference: string,
): { schema: FieldSchema; keys: readonly string[] } | null {
  const keys = reference
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    schema,
  );
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return null;
  return { schema: found as FieldSchema, keys };
}

/** A JSON pointer of keys. */
export function pointerOf(keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
