import { duckdbText, identifier } from '../../engine/sql-literal.js';
import { ASSERTIONS, assertion, limitOf } from './assertions.js';
import { parseNumber } from './exact-number.js';
import { DECIMAL_TEXT, type FieldReading, NUMBER_TEXT, readsNumbers } from './field-reading.js';
import { matches, numberSql, oneOfNumbers } from './number-sql.js';
import { type FieldSchema, type FieldType, typesOf } from './record-schema.js';
import { all, any, no } from './sql-logic.js';

/** A field, how it is read, and where the schema that speaks of it stands. */
export type FieldPlace = { field: string; reading: FieldReading; pointer: string };

/** Which of the values that a field may hold have one of the schema's types. */
export function typeSql(schema: FieldSchema, place: FieldPlace): string {
  const wanted = typesOf(schema);
  const { types } = place.reading;
  const nested = types.find((type) => type === 'object' || type === 'array');
  if (nested !== undefined) return wanted.includes(nested) ? 'true' : 'false';
  const numbers = readsNumbers(place.reading);
  const covers = (type: FieldType, read: boolean): boolean => wanted.includes(type) || !read;
  if (
    wanted.includes('string') &&
    covers('number', numbers) &&
    covers('boolean', types.includes('boolean'))
  ) {
    return 'true';
  }
  const [number, boolean] = kindsSql(place);
  const column = identifier(place.field);
  const whole =
    wanted.includes('integer') && numbers
      ? numberSql(column, { form: 'json', asserted: true, whole: true, conditions: [] })
      : 'false';
  return any([
    wanted.includes('number') ? number : whole,
    wanted.includes('boolean') ? boolean : 'false',
    wanted.includes('string') ? no(any([number, boolean])) : 'false',
  ]);
}

/** Conditions under which the text of a field is read as a number, and as a boolean. */
export function kindsSql({ field, reading }: FieldPlace): [number: string, boolean: string] {
  const column = identifier(field);
  return [
    readsNumbers(reading) ? matches(column, NUMBER_TEXT) : 'false',
    reading.types.includes('boolean') ? `${column} IN ('true', 'false')` : 'false',
  ];
}

/** A field of text is one of the listed values that satisfy every other keyword beside the list. */
export function listedSql(schema: FieldSchema, { field, reading }: FieldPlace): string {
  const column = identifier(field);
  const listed: readonly unknown[] = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  const tests = Object.keys(ASSERTIONS)
    .filter((keyword) => keyword in schema)
    .map((keyword) => assertion(keyword, schema[keyword as keyof FieldSchema]));
  const allowed = listed
    .filter((value) => typeof value === 'string')
    .filter((value) => {
      const number = reading.decimal && new RegExp(DECIMAL_TEXT).test(value) ? parseNumber(value) : null;
      return tests.every((test) => test(value, number));
    });
  return textIn(column, allowed);
}

/** A field of any reading is one of several values. */
export function valuesSql(values: readonly unknown[], place: FieldPlace): string {
  const { types } = place.reading;
  if (types.includes('object') || types.includes('array')) return 'false';
  const column = identifier(place.field);
  const numbers = values.filter((value) => typeof value === 'number').map(limitOf);
  const booleans = values.filter((value) => typeof value === 'boolean').map(String);
  const texts = values.filter((value) => typeof value === 'string');
  return any([
    numbers.length > 0 && readsNumbers(place.reading)
      ? numberSql(column, { form: 'json', asserted: true, whole: false, conditions: [oneOfNumbers(numbers)] })
      : 'false',
    types.includes('boolean') ? textIn(column, booleans) : 'false',
    all([textIn(column, texts), ...kindsSql(place).map(no)]),
  ]);
}

function textIn(column: string, values: readonly string[]): string {
  if (values.length === 0) return 'false';
  const texts = [...new Set(values)].map(duckdbText);
  return texts.length === 1 ? `${column} = ${texts.join('')}` : `${column} IN (${texts.join(', ')})`;
}
