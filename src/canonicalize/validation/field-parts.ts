import { identifier } from '../../engine/sql-literal.js';
import { ASSERTIONS } from './assertions.js';
import { RECORD_FORMATS } from './formats/record-formats.js';
import { matches } from './number-sql.js';
import { numericSql } from './numeric-sql.js';
import type { FieldSchema } from './record-schema.js';
import type { SchemaPart } from './schema-part.js';
import { any } from './sql-logic.js';
import { type FieldPlace, kindsSql, listedSql, typeSql, valuesSql } from './value-sql.js';

/**
 * What the keywords about a single value ask of a field, as SQL over its text column.
 *
 * Listed values are tried against the other keywords at once, and a keyword that another implies is left out.
 */
export function fieldParts(schema: FieldSchema, place: FieldPlace): SchemaPart[] {
  const said = Object.keys(ASSERTIONS).filter((keyword) => keyword in schema);
  const text = place.reading.types.length === 1 && place.reading.types[0] === 'string';
  if (text && (schema.enum !== undefined || schema.const !== undefined)) {
    return [part(place, said, listedSql(schema, place))];
  }
  const numeric = numericSql(schema, place);
  const rest = said.filter((keyword) => !numeric.keywords.includes(keyword));
  const lengths: readonly string[] = rest.filter(
    (keyword) => keyword === 'minLength' || keyword === 'maxLength',
  );
  return [
    ...(numeric.keywords.length > 0 ? [part(place, numeric.keywords, numeric.sql)] : []),
    ...(lengths.length > 0
      ? [part(place, lengths, ofText(place, lengthSql(schema, identifier(place.field))))]
      : []),
    ...rest
      .filter((keyword) => !lengths.includes(keyword))
      .map((keyword) => part(place, [keyword], singleSql(schema, place, keyword))),
  ];
}

function part({ field, pointer }: FieldPlace, keywords: readonly string[], sql: string): SchemaPart {
  const placed = keywords.map((keyword) => ({ pointer: `${pointer}/${keyword}`, keyword }));
  return { keywords: placed, field, sql, rejects_null: rejectsNull(sql), parts: [] };
}

/** Single functions and comparisons of a column, and a case of one that else is false, are not true of null. */
function rejectsNull(sql: string): boolean {
  return (
    /^(?:regexp_matches|length)\(|^"|^false$/.test(sql) ||
    (sql.startsWith('CASE') && sql.endsWith('ELSE false END'))
  );
}

function singleSql(schema: FieldSchema, place: FieldPlace, keyword: string): string {
  const column = identifier(place.field);
  switch (keyword) {
    case 'type':
      return typeSql(schema, place);
    case 'enum':
      return valuesSql(schema.enum ?? [], place);
    case 'const':
      return valuesSql([schema.const], place);
    case 'pattern':
      return ofText(place, matches(column, schema.pattern ?? ''));
    default:
      return ofText(place, formatSql(schema, column));
  }
}

/** A condition that says something of text alone: a number, a boolean or a nested value satisfies it. */
function ofText(place: FieldPlace, sql: string): string {
  const { types } = place.reading;
  if (types.includes('object') || types.includes('array')) return 'true';
  return any([...kindsSql(place), sql]);
}

function lengthSql(schema: FieldSchema, column: string): string {
  const known = schema.format === undefined ? undefined : RECORD_FORMATS[schema.format].length;
  const least = (schema.minLength ?? 0) > (known?.least ?? 0) ? schema.minLength : undefined;
  const most = (schema.maxLength ?? Infinity) < (known?.most ?? Infinity) ? schema.maxLength : undefined;
  if (most !== undefined && least !== undefined) return `length(${column}) BETWEEN ${least} AND ${most}`;
  if (most !== undefined) return `length(${column}) <= ${most}`;
  return least === undefined ? 'true' : `length(${column}) >= ${least}`;
}

function formatSql({ format }: FieldSchema, column: string): string {
  if (format === undefined) return 'true';
  const { shape, check } = RECORD_FORMATS[format];
  const shaped = matches(column, shape);
  return check === undefined ? shaped : `CASE WHEN ${shaped} THEN ${check.sql(column)} ELSE false END`;
}
