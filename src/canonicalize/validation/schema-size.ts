import { type RecordSchema, resolveReference } from './record-schema.js';

/** Most objects that a record schema may hold where each reference stands for a copy of what it names. */
export const SCHEMA_SIZE_LIMIT = 5000;

/** Whether a record schema holds more objects than the limit once references are copied in, as both engines do. */
export function isTooLarge(root: RecordSchema): boolean {
  let left = SCHEMA_SIZE_LIMIT;
  // A reference that leads back into itself ends, as it does for SchemaCopier.
  const count = (value: unknown, entered: readonly string[]): void => {
    if (left < 0 || typeof value !== 'object' || value === null) return;
    left -= Array.isArray(value) ? 0 : 1;
    for (const inner of Object.values(value)) count(inner, entered);
    const reference: unknown = (value as { $ref?: unknown }).$ref;
    if (typeof reference !== 'string' || entered.includes(reference)) return;
    count(resolveReference(root, reference)?.schema, [...entered, reference]);
  };
  const { $defs = {}, ...rules } = root;
  count(rules, []);
  for (const [name, schema] of Object.entries($defs)) count(schema, [`#/$defs/${name}`]);
  return left < 0;
}
