import { canonicalNumber, parseNumber } from './exact-number.js';
import { type FieldReading, NUMBER_TEXT, readingOf, readsNumbers } from './field-reading.js';
import { type NumberSymbols, parseExactJson } from './parse-exact-json.js';
import type { RecordSchema } from './record-schema.js';

/** The fields of a record as text; null where one has no value. */
export type Fields = Readonly<Record<string, string | null>>;

/** The text of a field; null where it has none, also where it is named like a method. */
export function fieldText(fields: Fields, field: string): string | null {
  return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
}

/**
 * Reads the JSON object that a record stands for, each field by its own reading; fields that the schema lacks are left out.
 *
 * A number is a symbol whose description is its text: no type of JavaScript that a keyword of Ajv's own would take for one of
 * its values, and one symbol for equal numbers of a record.
 */
export function recordReader(schema: RecordSchema): (fields: Fields) => Record<string, unknown> {
  const readings = Object.keys(schema.properties).map((field) => ({
    field,
    reading: readingOf(schema, field),
  }));
  return (fields) => {
    const record = Object.create(null) as Record<string, unknown>;
    const symbolOf = numberSymbols();
    for (const { field, reading } of readings) {
      const text = fieldText(fields, field);
      if (text !== null) record[field] = readText(text, reading, symbolOf);
    }
    return record;
  };
}

const NUMBER = new RegExp(NUMBER_TEXT);

function readText(text: string, reading: FieldReading, symbolOf: NumberSymbols): unknown {
  if (readsNumbers(reading) && NUMBER.test(text)) return symbolOf(text);
  if (reading.types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (reading.types.includes('object') || reading.types.includes('array')) {
    return parseExactJson(text, symbolOf)?.value ?? text;
  }
  return text;
}

function numberSymbols(): NumberSymbols {
  const known = new Map<string, symbol>();
  return (text) => {
    const number = parseNumber(text);
    const key = number === null ? text : canonicalNumber(number);
    const symbol = known.get(key) ?? Symbol(text);
    known.set(key, symbol);
    return symbol;
  };
}
