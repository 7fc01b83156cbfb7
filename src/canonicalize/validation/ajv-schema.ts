import { type FieldSchema, pointerOf, type RecordSchema, resolveReference } from './record-schema.js';

/** Where a schema that Ajv runs comes from, and what stands around it. */
export type SchemaOrigin = {
  /** The schema as the file has it. */
  readonly schema: FieldSchema;
  readonly pointer: string;
  /** The innermost keyword around it whose own fault stands for the faults inside, with the alternative; null for none. */
  readonly inside: { readonly owner: object; readonly keyword: string; readonly index: number } | null;
  /** Conditions under which it is asked: the if of each then and else around it. */
  readonly conditions: readonly { readonly schema: FieldSchema; readonly holds: boolean }[];
};

type SchemaPlace = Omit<SchemaOrigin, 'schema'>;

/** A schema as Ajv runs it, and the origin of each object in it. */
export type AjvSchema = {
  readonly schema: Record<string, unknown>;
  readonly origins: ReadonlyMap<object, SchemaOrigin>;
};

/** Our own name of `type`: Ajv's would look for JavaScript numbers. */
export const TYPE_KEYWORD = 'type-of-text';

/** Keywords that hold schemas: their own fault stands for the faults inside, or it does not. */
const STANDING: readonly (keyof FieldSchema)[] = ['anyOf', 'oneOf', 'contains', 'propertyNames', 'not', 'if'];
const MAPS: readonly (keyof FieldSchema)[] = ['properties', 'patternProperties', 'dependentSchemas'];
const HOLDERS: readonly (keyof FieldSchema)[] = [
  ...[...STANDING, ...MAPS],
  ...(['allOf', 'prefixItems', 'items', 'then', 'else'] as const),
];
const SILENT = ['title', 'description', '$comment', '$ref', 'type', 'x-personal'];

/**
 * Copies a record schema for Ajv. References are copied in where they stand, so that each copy has one origin; only one that leads
 * back into itself, which nested values alone may have, stays a reference.
 */
export function ajvSchema(root: RecordSchema): AjvSchema {
  const origins = new Map<object, SchemaOrigin>();
  const { $id: _, $schema: __, additionalProperties: ___, type: ____, $defs = {}, ...rules } = root;
  const copier = new SchemaCopier(root, origins);
  const copy = copier.copy(rules, { pointer: '', inside: null, conditions: [] }, []);
  const place = (name: string): SchemaPlace => ({
    pointer: pointerOf(['$defs', name]),
    inside: null,
    conditions: [],
  });
  const definitions = Object.entries($defs).map(
    ([name, inner]) => [name, copier.copy(inner, place(name), [`#${place(name).pointer}`])] as const,
  );
  copy['$defs'] = Object.fromEntries(definitions);
  return { schema: copy, origins };
}

class SchemaCopier {
  readonly #root: RecordSchema;
  readonly #origins: Map<object, SchemaOrigin>;

  constructor(root: RecordSchema, origins: Map<object, SchemaOrigin>) {
    this.#root = root;
    this.#origins = origins;
  }

  /** `entered` are the references that were followed to come here. */
  copy(schema: FieldSchema, place: SchemaPlace, entered: readonly string[]): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    this.#origins.set(copy, { ...place, schema });
    for (const [keyword, value] of Object.entries(schema)) {
      if (!SILENT.includes(keyword)) copy[keyword] = value;
    }
    if (schema.type !== undefined) copy[TYPE_KEYWORD] = schema.type;
    for (const keyword of HOLDERS) {
      const held = schema[keyword];
      if (held === undefined) continue;
      const around = { ...place, ...conditionOf(schema, keyword, place) };
      const map = MAPS.includes(keyword);
      copy[keyword] = mapSchemas(held, map, (part, keys, index) => {
        const inside = STANDING.includes(keyword) ? { owner: copy, keyword, index } : place.inside;
        return this.copy(
          part,
          { ...around, inside, pointer: place.pointer + pointerOf([keyword, ...keys]) },
          entered,
        );
      });
    }
    const referred = this.#reference(schema, { copy, place, entered });
    if (referred !== null) copy['allOf'] = [referred, ...((copy['allOf'] as object[] | undefined) ?? [])];
    return copy;
  }

  /** What a reference stands for, which joins allOf; null where it has to stay one. */
  #reference(
    { $ref }: FieldSchema,
    at: { copy: Record<string, unknown>; place: SchemaPlace; entered: readonly string[] },
  ): object | null {
    if ($ref === undefined) return null;
    const target = resolveReference(this.#root, $ref);
    if (target === null || at.entered.includes($ref)) {
      at.copy['$ref'] = $ref;
      return null;
    }
    const place = { ...at.place, pointer: pointerOf(target.keys) };
    return this.copy(target.schema, place, [...at.entered, $ref]);
  }
}

function conditionOf(schema: FieldSchema, keyword: string, place: SchemaPlace): Partial<SchemaPlace> {
  if (schema.if === undefined || (keyword !== 'then' && keyword !== 'else')) return {};
  return { conditions: [...place.conditions, { schema: schema.if, holds: keyword === 'then' }] };
}

/** A schema, each of a list or each of a map, copied; with the keys that lead to it and its position. */
function mapSchemas(
  held: unknown,
  map: boolean,
  copied: (part: FieldSchema, keys: readonly (string | number)[], index: number) => object,
): unknown {
  if (Array.isArray(held)) return held.map((part: FieldSchema, index) => copied(part, [index], index));
  if (!map) return copied(held as FieldSchema, [], 0);
  const parts = Object.entries(held as Record<string, FieldSchema>);
  return Object.fromEntries(parts.map(([name, part], index) => [name, copied(part, [name], index)]));
}
