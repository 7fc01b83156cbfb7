import { identifier } from '../../engine/sql-literal.js';
import type { RecordSchema } from './record-schema.js';
import { type PlacedKeyword, placedKeywords, type SchemaPart, uncompiledKeywords } from './schema-part.js';
import { orAbsent, schemaParts } from './schema-parts.js';

/** A record schema as SQL, with what only Ajv can check. */
export type CompiledRecordSchema = {
  /** A record satisfies them where their conjunction is true, and not where it is null. */
  predicates: string[];
  /** Keywords that no predicate checks, because of which every record must pass `compileFallback` too. */
  fallback: readonly PlacedKeyword[];
};

/**
 * Compiles a checked record schema to SQL predicates over the text columns of its fields.
 *
 * A required field without value makes one of the predicates false or null; any other field without value satisfies what is
 * said of it. Lengths count code points, numbers are exact at any size.
 */
export function compileRecordSchema(schema: RecordSchema): CompiledRecordSchema {
  const parts = schemaParts(schema);
  const always = schema.required;
  const rejecting = new Set(parts.filter((part) => part.rejects_null).map((part) => part.field));
  const present = always
    .filter((field) => !rejecting.has(field))
    .map((field) => `${identifier(field)} IS NOT NULL`);
  const own = parts.filter((part) => !isRootRequired(part));
  const sql = own.map((part) =>
    part.rejects_null && part.field !== null && always.includes(part.field) ? part.sql : orAbsent(part),
  );
  const predicates = [...present, ...sql.filter((predicate) => predicate !== null && predicate !== 'true')];
  return { predicates: [...new Set(predicates)] as string[], fallback: uncompiledKeywords(parts) };
}

/** SQL that is true where all predicates are, and false, never null, everywhere else. */
export function allHold(predicates: readonly string[]): string {
  return predicates.length === 0 ? 'true' : `coalesce((${predicates.join(')\n AND (')}), false)`;
}

/** Which engine checks each keyword of a record schema; a keyword that stands inside an uncompiled one runs on Ajv. */
export function describeSpeeds(
  schema: RecordSchema,
): { pointer: string; keyword: string; speed: 'sql' | 'ajv' }[] {
  const speeds = new Map<string, { pointer: string; keyword: string; speed: 'sql' | 'ajv' }>();
  for (const { pointer, keyword, compiled } of placedKeywords(schemaParts(schema))) {
    // A schema that several references reach runs on Ajv where one of them does.
    if (compiled && speeds.has(pointer)) continue;
    speeds.set(pointer, { pointer, keyword, speed: compiled ? 'sql' : 'ajv' });
  }
  return [...speeds.values()];
}

function isRootRequired(part: SchemaPart): boolean {
  return part.field === null && part.keywords.some(({ pointer }) => pointer === '/required');
}
