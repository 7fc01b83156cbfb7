import { describeSpeeds } from './compile-record-schema.js';
import type { RecordSchema } from './record-schema.js';

/** How often each keyword of a record schema is used, by whether SQL checks it or Ajv must see every record. */
export type KeywordSpeeds = { sql: ReadonlyMap<string, number>; ajv: ReadonlyMap<string, number> };

/** Counts the keywords of the record schemas of a feed's routes. */
export function keywordSpeeds(schemas: readonly RecordSchema[]): KeywordSpeeds {
  const counts = { sql: new Map<string, number>(), ajv: new Map<string, number>() };
  for (const { keyword, speed } of schemas.flatMap(describeSpeeds)) {
    counts[speed].set(keyword, (counts[speed].get(keyword) ?? 0) + 1);
  }
  return counts;
}
