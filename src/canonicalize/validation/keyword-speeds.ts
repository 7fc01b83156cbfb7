import { compileRecordSchema } from './compile-record-schema.js';
import type { FieldSchema, RecordSchema } from './record-schema.js';

/** How often each keyword of a record schema is used, by whether SQL checks it or Ajv must see every record. */
export type KeywordSpeeds = { sql: ReadonlyMap<string, number>; ajv: ReadonlyMap<string, number> };

const NOTES: readonly string[] = ['description', 'title', '$comment', 'examples'];

/** The one place that knows which keywords compile: a keyword does where it adds a predicate on its own. */
export function keywordSpeeds(schemas: readonly RecordSchema[]): KeywordSpeeds {
  const sql = new Map<string, number>();
  const ajv = new Map<string, number>();
  const add = (counts: Map<string, number>, keyword: string, by: number): void => {
    counts.set(keyword, (counts.get(keyword) ?? 0) + by);
  };
  for (const schema of schemas) {
    if (schema.required.length > 0) add(sql, 'required', schema.required.length);
    for (const [field, keyword, rule] of keywordsOf(schema)) {
      add(compiles(schema, field, rule) ? sql : ajv, keyword, 1);
    }
  }
  return { sql, ajv };
}

/** Every keyword that can fail, with its field and a rule of that keyword alone. */
function keywordsOf({ properties }: RecordSchema): [string, string, FieldSchema][] {
  return Object.entries(properties).flatMap(([field, property]) =>
    Object.entries(property)
      .filter(([keyword, value]) => !(NOTES.includes(keyword) || (keyword === 'type' && value === 'string')))
      .map(([keyword, value]): [string, string, FieldSchema] => [
        field,
        keyword,
        { type: property.type, [keyword]: value },
      ]),
  );
}

function compiles(schema: RecordSchema, field: string, property: FieldSchema): boolean {
  return compileRecordSchema({ ...schema, required: [], properties: { [field]: property } }).length > 0;
}
