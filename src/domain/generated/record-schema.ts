// Generated from schemas/record-schema.schema.json by npm run generate; do not edit.

/**
 * What a record schema of a feed may use: JSON Schema 2020-12 over a flat object, one property per field. Most keywords compile to SQL, the others run on Ajv for every record and say so; anything else is refused, so that no keyword is passed over in silence.
 */
export interface RecordSchema {
  $schema?: 'https://json-schema.org/draft/2020-12/schema';
  /**
   * Name of the schema.
   */
  $id: string;
  /**
   * Name of what is described.
   */
  title: string;
  /**
   * What it is, in one sentence.
   */
  description: string;
  /**
   * A note that nothing reads.
   */
  $comment?: string;
  type: 'object';
  /**
   * Fields that have a value.
   */
  required: string[];
  /**
   * Fields that have a value where this one has.
   */
  dependentRequired?: {
    [k: string]: string[];
  };
  /**
   * What holds where this field has a value.
   */
  dependentSchemas?: {
    [k: string]: Schema;
  };
  /**
   * The fields of a record; each says its type, itself or by $ref. Names that begin with @ are ours.
   */
  properties: {
    [k: string]: Schema;
  };
  /**
   * false: a file with other columns is refused.
   */
  additionalProperties?: false;
  /**
   * What is known of the fields whose names match; RE2. Runs on Ajv for every record.
   */
  patternProperties?: {
    [k: string]: Schema;
  };
  /**
   * What the names are. Runs on Ajv for every record.
   */
  propertyNames?: Schema;
  /**
   * Fewest fields with a value. Runs on Ajv for every record.
   */
  minProperties?: number;
  /**
   * Most fields with a value. Runs on Ajv for every record.
   */
  maxProperties?: number;
  /**
   * Another schema of this file: #/$defs/<name>.
   */
  $ref?: string;
  /**
   * All of these hold.
   *
   * @minItems 1
   */
  allOf?: [Schema, ...Schema[]];
  /**
   * At least one of these holds.
   *
   * @minItems 1
   */
  anyOf?: [Schema, ...Schema[]];
  /**
   * Exactly one of these holds.
   *
   * @minItems 1
   */
  oneOf?: [Schema, ...Schema[]];
  /**
   * This does not hold.
   */
  not?: Schema;
  /**
   * Where this holds, then applies, else else.
   */
  if?: Schema;
  /**
   * Holds where if holds.
   */
  then?: Schema;
  /**
   * Holds where if does not.
   */
  else?: Schema;
  /**
   * Schemas that $ref names.
   */
  $defs?: {
    [k: string]: Schema;
  };
}
/**
 * What holds of a value, a field or the whole record.
 */
export interface Schema {
  /**
   * Name of what is described.
   */
  title?: string;
  /**
   * What it is, in one sentence.
   */
  description?: string;
  /**
   * Whether the field holds personal data, which is masked wherever it is shown and tokenised where it is mapped. Only of a field as a whole.
   */
  'x-personal'?: boolean;
  /**
   * A note that nothing reads.
   */
  $comment?: string;
  /**
   * What the text of the field is read as; of several, a number where it is one, then a boolean, then text. A field without value is absent, so there is no null.
   */
  type?:
    | ('string' | 'number' | 'integer' | 'boolean' | 'object' | 'array')
    | [
        'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array',
        ...('string' | 'number' | 'integer' | 'boolean' | 'object' | 'array')[]
      ];
  /**
   * The values; numbers are equal by value.
   *
   * @minItems 1
   */
  enum?: [string | number | boolean, ...(string | number | boolean)[]];
  /**
   * The value.
   */
  const?: string | number | boolean;
  /**
   * RE2 expression that text matches somewhere.
   */
  pattern?: string;
  /**
   * Fewest code points of text.
   */
  minLength?: number;
  /**
   * Most code points of text.
   */
  maxLength?: number;
  /**
   * Smallest number, itself allowed. Written as text where it has more digits than a JSON reader keeps.
   */
  minimum?: number | string;
  /**
   * Largest number, itself allowed. Written as text where it has more digits than a JSON reader keeps.
   */
  maximum?: number | string;
  /**
   * Numbers are larger. Written as text where it has more digits than a JSON reader keeps.
   */
  exclusiveMinimum?: number | string;
  /**
   * Numbers are smaller. Written as text where it has more digits than a JSON reader keeps.
   */
  exclusiveMaximum?: number | string;
  /**
   * Numbers are whole multiples, exactly; at most 18 digits. Written as text where it has more digits than a JSON reader keeps.
   */
  multipleOf?: number | string;
  /**
   * Form of text. A number in text says decimal, and may then have limits.
   */
  format?:
    | 'decimal'
    | 'date'
    | 'time'
    | 'date-time'
    | 'uuid'
    | 'cusip'
    | 'isin'
    | 'lei'
    | 'osi-option'
    | 'imid'
    | 'mpid';
  /**
   * Fields that have a value.
   */
  required?: string[];
  /**
   * Fields that have a value where this one has.
   */
  dependentRequired?: {
    [k: string]: string[];
  };
  /**
   * What holds where this field has a value.
   */
  dependentSchemas?: {
    [k: string]: Schema;
  };
  /**
   * What is known of each field.
   */
  properties?: {
    [k: string]: Schema;
  };
  /**
   * false: no field but these has a value.
   */
  additionalProperties?: boolean;
  /**
   * What is known of the fields whose names match; RE2. Runs on Ajv for every record.
   */
  patternProperties?: {
    [k: string]: Schema;
  };
  /**
   * What the names are. Runs on Ajv for every record.
   */
  propertyNames?: Schema;
  /**
   * Fewest fields with a value. Runs on Ajv for every record.
   */
  minProperties?: number;
  /**
   * Most fields with a value. Runs on Ajv for every record.
   */
  maxProperties?: number;
  /**
   * What each element is. Runs on Ajv for every record.
   */
  items?: Schema;
  /**
   * What the first elements are. Runs on Ajv for every record.
   *
   * @minItems 1
   */
  prefixItems?: [Schema, ...Schema[]];
  /**
   * What one element is. Runs on Ajv for every record.
   */
  contains?: Schema;
  /**
   * Fewest such elements.
   */
  minContains?: number;
  /**
   * Most such elements.
   */
  maxContains?: number;
  /**
   * Fewest elements. Runs on Ajv for every record.
   */
  minItems?: number;
  /**
   * Most elements. Runs on Ajv for every record.
   */
  maxItems?: number;
  /**
   * No two elements are equal. Runs on Ajv for every record.
   */
  uniqueItems?: boolean;
  /**
   * Another schema of this file: #/$defs/<name>.
   */
  $ref?: string;
  /**
   * All of these hold.
   *
   * @minItems 1
   */
  allOf?: [Schema, ...Schema[]];
  /**
   * At least one of these holds.
   *
   * @minItems 1
   */
  anyOf?: [Schema, ...Schema[]];
  /**
   * Exactly one of these holds.
   *
   * @minItems 1
   */
  oneOf?: [Schema, ...Schema[]];
  /**
   * This does not hold.
   */
  not?: Schema;
  /**
   * Where this holds, then applies, else else.
   */
  if?: Schema;
  /**
   * Holds where if holds.
   */
  then?: Schema;
  /**
   * Holds where if does not.
   */
  else?: Schema;
}
