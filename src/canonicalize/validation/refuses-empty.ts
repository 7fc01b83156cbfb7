import { ASSERTIONS, assertion } from './assertions.js';
import type { RecordSchema } from './record-schema.js';

/** Whether a schema refuses the empty text in a field just as it refuses no value, so that nobody need tell them apart. */
export function refusesEmpty(schema: RecordSchema, field: string): boolean {
  const own = schema.properties[field];
  if (own?.type !== 'string' || !schema.required.includes(field)) return false;
  return Object.keys(ASSERTIONS)
    .filter((keyword) => keyword in own)
    .some((keyword) => !assertion(keyword, own[keyword as keyof typeof own])('', null));
}
