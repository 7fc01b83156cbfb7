import type { RecordSchema as GeneratedSchema } from '../../domain/generated/record-schema.js';

/** The schema of one record of a feed, as schemas/record-schema.schema.json allows it: flat, one property per field. */
export type RecordSchema = GeneratedSchema;

/** What a record schema says of one field. */
export type FieldSchema = RecordSchema['properties'][string];

/** The JSON types a field of a record may have; text formats carry all of them as text. */
export type FieldType = FieldSchema['type'];
