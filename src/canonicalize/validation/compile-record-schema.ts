import { duckdbText, identifier } from '../../engine/sql-literal.js';
import type { FieldSchema, RecordSchema } from './record-schema.js';

/** Text of an exact decimal without exponent: what `format: decimal` accepts. */
export const DECIMAL_TEXT = '^-?[0-9]+([.][0-9]+)?$';
/** Text of a JSON number: what `type: number` accepts. */
export const NUMBER_TEXT = '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?$';
/** Text of an integer: what `type: integer` accepts. */
export const INTEGER_TEXT = '^-?(0|[1-9][0-9]*)$';

/**
 * One SQL predicate per keyword of a record schema; a record is valid exactly when all of them are true.
 *
 * No predicate is null: a field without value satisfies all but its own `required`. Lengths count code points.
 */
export function compileRecordSchema(schema: RecordSchema): string[] {
  const required = schema.required.map((field) => `${identifier(field)} IS NOT NULL`);
  const keywords = Object.entries(schema.properties).flatMap(([field, property]) =>
    fieldPredicates(identifier(field), property).map((predicate) =>
      schema.required.includes(field)
        ? `coalesce(${predicate}, false)`
        : `(${identifier(field)} IS NULL OR ${predicate})`,
    ),
  );
  return [...required, ...keywords];
}

function fieldPredicates(column: string, schema: FieldSchema): string[] {
  const predicates: string[] = [];
  const matches = (pattern: string): string => `regexp_matches(${column}, ${duckdbText(pattern)})`;
  if (schema.type === 'number') predicates.push(matches(NUMBER_TEXT));
  if (schema.type === 'integer') predicates.push(matches(INTEGER_TEXT));
  if (schema.type === 'boolean') predicates.push(`${column} IN ('true', 'false')`);
  if (schema.enum !== undefined) predicates.push(`${column} IN (${schema.enum.map(duckdbText).join(', ')})`);
  if (schema.const !== undefined) predicates.push(`${column} = ${duckdbText(schema.const)}`);
  if (schema.minLength !== undefined) predicates.push(`length(${column}) >= ${schema.minLength}`);
  if (schema.maxLength !== undefined) predicates.push(`length(${column}) <= ${schema.maxLength}`);
  if (schema.pattern !== undefined) predicates.push(matches(schema.pattern));
  if (schema.format === 'decimal') predicates.push(matches(DECIMAL_TEXT));
  if (schema.format === 'date')
    predicates.push(
      `try_strptime(${column}, '%Y-%m-%d') IS NOT NULL AND ${matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$')}`,
    );
  return predicates;
}
