import { duckdbText, identifier } from '../../engine/sql-literal.js';
import type { FieldSchema, RecordSchema } from './record-schema.js';

/** Text of an exact decimal without exponent: what `format: decimal` accepts. */
export const DECIMAL_TEXT = '^-?[0-9]+([.][0-9]+)?$';
/** Text of a JSON number: what `type: number` accepts. */
export const NUMBER_TEXT = '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?$';
/** Text of an integer: what `type: integer` accepts. */
export const INTEGER_TEXT = '^-?(0|[1-9][0-9]*)$';

/**
 * SQL predicates of a record schema; a record is valid exactly when their conjunction is true, and not when it is null.
 *
 * A required field without value makes one of its predicates false or null; any other field without value satisfies its
 * own. Lengths count code points.
 */
export function compileRecordSchema(schema: RecordSchema): string[] {
  return Object.entries(schema.properties).flatMap(([field, property]) => {
    const predicates = fieldPredicates(identifier(field), property);
    if (!schema.required.includes(field)) {
      return predicates.map((predicate) => `(${identifier(field)} IS NULL OR ${predicate})`);
    }
    return predicates.length > 0 ? predicates : [`${identifier(field)} IS NOT NULL`];
  });
}

/** SQL that is true where all predicates are, and false, never null, everywhere else. */
export function allHold(predicates: readonly string[]): string {
  return predicates.length === 0 ? 'true' : `coalesce((${predicates.join(')\n AND (')}), false)`;
}

function fieldPredicates(column: string, schema: FieldSchema): string[] {
  const predicates: string[] = [];
  const matches = (pattern: string): string => `regexp_matches(${column}, ${duckdbText(pattern)})`;
  if (schema.type === 'number') predicates.push(matches(NUMBER_TEXT));
  if (schema.type === 'integer') predicates.push(matches(INTEGER_TEXT));
  if (schema.type === 'boolean') predicates.push(`${column} IN ('true', 'false')`);
  if (schema.enum !== undefined) predicates.push(`${column} IN (${schema.enum.map(duckdbText).join(', ')})`);
  if (schema.const !== undefined) predicates.push(`${column} = ${duckdbText(schema.const)}`);
  const { minLength = 0, maxLength } = schema;
  if (maxLength !== undefined) predicates.push(`length(${column}) BETWEEN ${minLength} AND ${maxLength}`);
  else if (minLength > 0) predicates.push(`length(${column}) >= ${minLength}`);
  if (schema.pattern !== undefined) predicates.push(matches(schema.pattern));
  if (schema.format === 'decimal') predicates.push(matches(DECIMAL_TEXT));
  if (schema.format === 'date')
    predicates.push(
      `try_strptime(${column}, '%Y-%m-%d') IS NOT NULL AND ${matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$')}`,
    );
  return predicates;
}
