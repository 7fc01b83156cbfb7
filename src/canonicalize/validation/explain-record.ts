import type { RecordFault } from '../diagnostics.js';
import { recordFault } from '../framing/record-fault.js';
import { TYPE_KEYWORD } from './ajv-schema.js';
import { type AjvFinding, ajvValidator } from './ajv-validator.js';
import { describeSchema, keywordWords } from './describe-schema.js';
import { mentionedFields } from './mentioned-fields.js';
import { type Fields, fieldText } from './read-record.js';
import type { FieldSchema, RecordSchema } from './record-schema.js';

type Place = { file: string; line: number; byte_offset: number };

/** Says why a record does not satisfy its schema: one fault per field and keyword, none for a valid record. */
export type ExplainRecord = (fields: Fields, at: Place) => RecordFault[];

/**
 * Compiles the slow half of validation: Ajv with exact keywords, run only on records that the SQL half refuses.
 *
 * Of alternatives one fault is said, with what is missing for the nearest of them. Codes: field-missing, schema-violated,
 * record-rule-violated for rules over several fields.
 */
export function compileExplanation(schema: RecordSchema): ExplainRecord {
  const findings = ajvValidator(schema, 'every');
  return (fields, at) => {
    const found = findings(fields);
    return found
      .filter(({ error, origin }) => origin.inside === null && error.keyword !== 'if')
      .map((finding) => toFault(finding, { schema, fields, at, found }));
  };
}

/** A record with everything that Ajv found in it. */
type Refused = { schema: RecordSchema; fields: Fields; at: Place; found: readonly AjvFinding[] };

function toFault(finding: AjvFinding, refused: Refused): RecordFault {
  const { error, origin } = finding;
  const [field, ...path] = placeOf(finding);
  const keyword = error.keyword === TYPE_KEYWORD ? 'type' : error.keyword;
  const pointer = `${origin.pointer}/${keyword}`;
  const { fields, at } = refused;
  if (pointer === '/required' && field !== undefined) return recordFault(at, 'field-missing', { field });
  const within = path.length > 0 ? ` at /${path.join('/')}` : '';
  const expected = `${expectation(finding, refused)}${within}${conditions(finding, refused.schema)}`;
  if (field !== undefined) {
    return recordFault(at, 'schema-violated', {
      field,
      value: fieldText(fields, field) ?? '',
      keyword,
      expected,
      pointer,
    });
  }
  const concerned = mentionedFields(ruleOf(origin.schema, keyword), refused.schema);
  const values = concerned.map((name) => fieldText(fields, name) ?? '');
  return recordFault(at, 'record-rule-violated', { fields: concerned, values, keyword, expected, pointer });
}

/** The field that a finding is about and the way inside its value; empty for a rule over the record. */
function placeOf({ error }: AjvFinding): string[] {
  const keys = error.instancePath.split('/').slice(1).map(unescaped);
  const params = error.params as Record<string, unknown>;
  const member = params['missingProperty'] ?? params['additionalProperty'] ?? params['propertyName'];
  return typeof member === 'string' ? [...keys, member] : keys;
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function expectation(finding: AjvFinding, refused: Refused): string {
  const { error, origin } = finding;
  const { schema } = origin;
  const keyword = error.keyword === TYPE_KEYWORD ? 'type' : error.keyword;
  switch (keyword) {
    case 'required':
      return 'a value';
    case 'dependentRequired':
      return `a value where ${String((error.params as Record<string, unknown>)['property'])} has one`;
    case 'additionalProperties':
      return 'no value';
    case 'not':
      return `anything but ${describeSchema(schema.not ?? {}, refused.schema)}`;
    case 'contains':
      return `an element that is ${describeSchema(schema.contains ?? {}, refused.schema)}`;
    case 'anyOf':
    case 'oneOf':
      return alternatives(finding, keyword, refused);
    default:
      return keywordWords(keyword, schema) ?? (error.message ?? keyword).replace(/^must /, 'to ');
  }
}

/** How many alternatives there are, and what the nearest one misses; or which ones hold at once. */
function alternatives(finding: AjvFinding, keyword: 'anyOf' | 'oneOf', refused: Refused): string {
  const { error } = finding;
  const count = (error.schema as unknown[]).length;
  const passing = (error.params as Record<string, unknown>)['passingSchemas'];
  if (Array.isArray(passing)) {
    const places = (passing as number[]).map((index) => index + 1);
    return `exactly one of ${count} alternatives, but ${places.join(' and ')} hold`;
  }
  const misses = Array.from({ length: count }, (_, index) =>
    refused.found.filter(
      ({ origin, error: { keyword: inner } }) =>
        origin.inside?.owner === error.parentSchema &&
        origin.inside?.keyword === keyword &&
        origin.inside.index === index &&
        inner !== 'if',
    ),
  );
  const nearest = misses.reduce((left, right) => (right.length < left.length ? right : left));
  const which = misses.indexOf(nearest) + 1;
  const words = nearest.map((miss) => {
    const [field] = placeOf(miss);
    const own = expectation(miss, refused);
    return field === undefined || error.instancePath !== '' ? own : `${field}: ${own}`;
  });
  return `one of ${count} alternatives; number ${which} is nearest: ${words.join(' and ')}`;
}

function conditions({ origin }: AjvFinding, schema: RecordSchema): string {
  return origin.conditions
    .map(
      ({ schema: condition, holds }) =>
        `${holds ? ' when ' : ' unless '}${describeSchema(condition, schema)}`,
    )
    .join('');
}

/** The part of a schema that one keyword is, with the conditions that belong to it. */
function ruleOf(schema: FieldSchema, keyword: string): FieldSchema {
  const value = schema[keyword as keyof FieldSchema];
  return value === undefined ? {} : { [keyword]: value };
}
