// Generated from schemas/record-schema.schema.json by npm run generate; do not edit.

/**
 * What a record schema of a feed may use: a flat object whose keywords all compile to SQL. Anything else is refused, so that no keyword is passed over in silence.
 */
export interface RecordSchema {
  $schema?: 'https://json-schema.org/draft/2020-12/schema';
  $id: string;
  title: string;
  description: string;
  type: 'object';
  required: string[];
  additionalProperties?: false;
  properties: {
    [k: string]: {
      description?: string;
      type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';
      /**
       * @minItems 1
       */
      enum?: [string, ...string[]];
      const?: string;
      pattern?: string;
      minLength?: number;
      maxLength?: number;
      format?: 'decimal' | 'date';
    };
  };
}
