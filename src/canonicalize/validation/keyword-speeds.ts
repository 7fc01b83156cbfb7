import { compileRecordSchema } from './compile-record-schema.js';
import type { FieldSchema, RecordSchema } from './record-schema.js';

/** How often each keyword of a record schema is used, by whether SQL checks it or Ajv must see every record. */
export type KeywordSpeeds = { sql: ReadonlyMap<string, number>; ajv: ReadonlyMap<string, number> };

const NOTES: readonly string[] = ['description', 'title', '$comment', 'examples'];

/** The one place that knows which keywords compile: a keyword does where it adds a predicate on its own. */
export function keywordSpeeds(schema: RecordSchema): KeywordSpeeds {
  const sql = new Map<string, number>();
  const ajv = new Map<string, number>();
  for (const [field, property] of Object.entries(schema.properties)) {
    for (const [keyword, value] of Object.entries(property)) {
      if (NOTES.includes(keyword) || value === 'string') continue;
      const counts = compiles(schema, field, { type: property.type, [keyword]: value }) ? sql : ajv;
      counts.set(keyword, (counts.get(keyword) ?? 0) + 1);
    }
  }
  if (schema.required.length > 0) sql.set('required', schema.required.length);
  return { sql, ajv };
}

function compiles(schema: RecordSchema, field: string, property: FieldSchema): boolean {
  return compileRecordSchema({ ...schema, required: [], properties: { [field]: property } }).length > 0;
}
