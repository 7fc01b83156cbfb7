import { type FieldSchema, type RecordSchema, resolveReference } from './record-schema.js';

/** A schema inside a record schema: its keys from the root, and what it speaks of. */
export type PlacedSchema = {
  readonly schema: FieldSchema;
  readonly keys: readonly string[];
  readonly of: 'record' | { readonly field: string } | 'nested';
  /** Whether its reference leads back to a schema of the same value, so that it would never end. */
  readonly circular: boolean;
};

type Walk = { root: RecordSchema; found: PlacedSchema[]; seen: Set<string> };
type Step = { of: PlacedSchema['of']; keys: readonly string[]; entered: readonly string[] };

/** Keywords whose schemas speak of the same value, and keywords whose schemas speak of a part of it. */
const SAME = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas'] as const;
const PARTS = [
  'properties',
  'patternProperties',
  'propertyNames',
  'items',
  'prefixItems',
  'contains',
] as const;

/** Every schema in a record schema, each as often as what it speaks of differs; unused definitions as nested ones. */
export function placedSchemas(root: RecordSchema): PlacedSchema[] {
  const walk: Walk = { root, found: [], seen: new Set() };
  const { $defs = {}, additionalProperties: _, $id: __, $schema: ___, type: ____, ...rules } = root;
  visit(rules, { of: 'record', keys: [], entered: [] }, walk);
  for (const [name, schema] of Object.entries($defs)) {
    const keys = ['$defs', name];
    const used = walk.found.some((placed) => placed.keys.join('/') === keys.join('/'));
    if (!used) visit(schema, { of: 'nested', keys, entered: [] }, walk);
  }
  return walk.found;
}

function visit(schema: FieldSchema, step: Step, walk: Walk): void {
  const about = typeof step.of === 'string' ? step.of : `field ${step.of.field}`;
  const identity = JSON.stringify([step.keys, about]);
  const circular = schema.$ref !== undefined && step.entered.includes(schema.$ref);
  if (walk.seen.has(identity) && !circular) return;
  walk.seen.add(identity);
  walk.found.push({ schema, keys: step.keys, of: step.of, circular });
  if (circular) return;
  for (const { keys, part, same } of schemasIn(schema)) {
    const inner = [...step.keys, ...keys];
    visit(
      part,
      same ? { ...step, keys: inner } : { of: partOf(step.of, keys), keys: inner, entered: [] },
      walk,
    );
  }
  const target = schema.$ref === undefined ? null : resolveReference(walk.root, schema.$ref);
  if (target !== null && schema.$ref !== undefined) {
    visit(target.schema, { of: step.of, keys: target.keys, entered: [...step.entered, schema.$ref] }, walk);
  }
}

/** A property of the record is a field; any other part is nested. */
function partOf(of: PlacedSchema['of'], [keyword, name]: readonly string[]): PlacedSchema['of'] {
  return of === 'record' && keyword === 'properties' && name !== undefined ? { field: name } : 'nested';
}

function schemasIn(schema: FieldSchema): { keys: string[]; part: FieldSchema; same: boolean }[] {
  return [...SAME, ...PARTS].flatMap((keyword) => {
    const same = (SAME as readonly string[]).includes(keyword);
    return schemasAt(schema, keyword).map(([keys, part]) => ({ keys, part, same }));
  });
}

function schemasAt(
  schema: FieldSchema,
  keyword: (typeof SAME | typeof PARTS)[number],
): [string[], FieldSchema][] {
  const held = schema[keyword];
  if (held === undefined) return [];
  if (Array.isArray(held)) return held.map((part, index) => [[keyword, String(index)], part]);
  if (['properties', 'patternProperties', 'dependentSchemas'].includes(keyword)) {
    return Object.entries(held as Record<string, FieldSchema>).map(([name, part]) => [[keyword, name], part]);
  }
  return [[[keyword], held as FieldSchema]];
}
