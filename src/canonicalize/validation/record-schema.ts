/** The JSON types a field of a record may have; text formats carry all of them as text. */
export type FieldType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

/** The part of JSON Schema 2020-12 that a field may use; schemas/record-schema.schema.json is the rule. */
export type FieldSchema = {
  description?: string;
  type: FieldType;
  enum?: readonly string[];
  const?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  format?: 'decimal' | 'date';
};

/** The schema of one record of a feed: flat, one property per field. */
export type RecordSchema = {
  $id: string;
  title: string;
  description: string;
  type: 'object';
  required: readonly string[];
  /** False refuses files whose header names other columns. */
  additionalProperties?: false;
  properties: Readonly<Record<string, FieldSchema>>;
};
