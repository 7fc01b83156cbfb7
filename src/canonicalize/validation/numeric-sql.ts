import { identifier } from '../../engine/sql-literal.js';
import { limitOf } from './assertions.js';
import { readsNumbers } from './field-reading.js';
import { comparison, multipleOf, type NumberCondition, numberSql } from './number-sql.js';
import { type FieldSchema, type FieldType, typesOf } from './record-schema.js';
import type { FieldPlace } from './value-sql.js';

const NUMERIC = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf'] as const;

/** SQL of the numeric keywords of a schema, and the keywords that it checks. */
export type NumericSql = { keywords: readonly string[]; sql: string };

/** Numeric limits in one look at the number, together with the type or format that makes the text one. */
export function numericSql(schema: FieldSchema, { field, reading }: FieldPlace): NumericSql {
  const limits = NUMERIC.filter((keyword) => schema[keyword] !== undefined);
  const wanted = typesOf(schema).filter((type) => isNumeric(type));
  const byType = reading.types.length > 0 && reading.types.every(isNumeric) && wanted.length > 0;
  const byFormat = reading.decimal && schema.format === 'decimal';
  const keywords = [...(byType ? ['type'] : []), ...(byFormat ? ['format'] : []), ...limits];
  if (!readsNumbers(reading) && !reading.decimal) return { keywords, sql: 'true' };
  const sql = numberSql(identifier(field), {
    form: reading.decimal ? 'decimal' : 'json',
    asserted: byType || byFormat,
    whole: byType && !wanted.includes('number'),
    conditions: limits.map((keyword) => limitCondition(keyword, schema)),
  });
  return { keywords, sql };
}

function isNumeric(type: FieldType): boolean {
  return type === 'number' || type === 'integer';
}

function limitCondition(keyword: (typeof NUMERIC)[number], schema: FieldSchema): NumberCondition {
  const limit = limitOf(schema[keyword] ?? 0);
  switch (keyword) {
    case 'minimum':
      return comparison('>=', limit);
    case 'exclusiveMinimum':
      return comparison('>', limit);
    case 'maximum':
      return comparison('<=', limit);
    case 'exclusiveMaximum':
      return comparison('<', limit);
    case 'multipleOf':
      return multipleOf(limit);
  }
}
