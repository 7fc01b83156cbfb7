import { ajvValidator } from './ajv-validator.js';
import { compileRecordSchema } from './compile-record-schema.js';
import type { Fields } from './read-record.js';
import type { RecordSchema } from './record-schema.js';

/** Whether a record satisfies its schema, for schemas that SQL cannot check alone; null where it can. */
export function compileFallback(schema: RecordSchema): ((fields: Fields) => boolean) | null {
  if (compileRecordSchema(schema).fallback.length === 0) return null;
  const findings = ajvValidator(schema, 'first');
  return (fields) => findings(fields).length === 0;
}
