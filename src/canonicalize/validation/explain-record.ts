import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { someOf } from '../../domain/diagnostic.js';
import type { RecordFault } from '../diagnostics.js';
import { recordFault } from '../framing/record-fault.js';
import { DECIMAL_TEXT, INTEGER_TEXT, NUMBER_TEXT } from './compile-record-schema.js';
import { re2Expression } from './re2-expression.js';
import type { FieldType, RecordSchema } from './record-schema.js';

type Place = { file: string; line: number; byte_offset: number };
type Fields = Readonly<Record<string, string | null>>;

/** Says why a record does not satisfy its schema: one fault per field and keyword, none for a valid record. */
export type ExplainRecord = (fields: Fields, at: Place) => RecordFault[];

/** Compiles the slow half of validation: Ajv with RE2 expressions, run only on records that the SQL half refuses. */
export function compileExplanation(schema: RecordSchema): ExplainRecord {
  const ajv = new Ajv2020({ allErrors: true, strict: true, code: { regExp: re2RegExp }, verbose: true });
  ajv.addFormat('decimal', (text: string) => re2Expression(DECIMAL_TEXT).test(text));
  ajv.addFormat('date', isDate);
  const { $id: _, additionalProperties: __, ...rules } = schema;
  const validate = ajv.compile(rules);
  return (fields, at) => {
    if (validate(toObject(schema, fields))) return [];
    return (validate.errors ?? []).map((error) => toFault(error, fields, at));
  };
}

function re2RegExp(pattern: string): RegExp {
  // Ajv calls nothing but test() on what this returns.
  return re2Expression(pattern) as unknown as RegExp;
}
re2RegExp.code = 're2Expression';

function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

function toObject(schema: RecordSchema, fields: Fields): Record<string, unknown> {
  const members = Object.entries(fields).flatMap(([field, text]) => {
    const property = schema.properties[field];
    return text === null || property === undefined ? [] : [[field, toJson(text, property.type)] as const];
  });
  return Object.fromEntries(members);
}

function toJson(text: string, type: FieldType): unknown {
  // Only the type of a number is ever asked for, so any stands for all, and none is too large or loses a digit.
  if (type === 'number' || type === 'integer') {
    return re2Expression(type === 'number' ? NUMBER_TEXT : INTEGER_TEXT).test(text) ? 0 : text;
  }
  if (type === 'boolean') return ['true', 'false'].includes(text) || text;
  if (type === 'object' || type === 'array') return JSON.parse(text) as unknown;
  return text;
}

function toFault(error: ErrorObject, fields: Fields, at: Place): RecordFault {
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'required')
    return recordFault(at, 'field-missing', { field: String(params['missingProperty']) });
  const field = error.instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
  const data = {
    field,
    value: fields[field] ?? '',
    keyword: error.keyword,
    expected: expectation(error, params),
  };
  return recordFault(at, 'schema-violated', data);
}

function expectation(error: ErrorObject, params: Record<string, unknown>): string {
  switch (error.keyword) {
    case 'enum':
      return `one of ${someOf((params['allowedValues'] as unknown[]).map(String))}`;
    case 'const':
      return `"${String(params['allowedValue'])}"`;
    case 'pattern':
      return `text that matches ${String(params['pattern'])}`;
    case 'minLength':
      return `at least ${String(params['limit'])} characters`;
    case 'maxLength':
      return `at most ${String(params['limit'])} characters`;
    case 'format':
      return params['format'] === 'decimal' ? 'a plain decimal number' : 'a date yyyy-MM-dd';
    default:
      return error.keyword === 'type' ? `a JSON ${String(params['type'])}` : (error.message ?? error.keyword);
  }
}
