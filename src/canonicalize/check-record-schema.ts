import type { Place } from '../domain/diagnostic.js';
import type { PlacedYaml } from '../domain/placed-yaml.js';
import { checkSchemaNumbers } from './check-schema-numbers.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { readingOf, readsNumbers } from './validation/field-reading.js';
import { namedHere } from './validation/mentioned-fields.js';
import { type PlacedSchema, placedSchemas } from './validation/placed-schemas.js';
import { expressionFault } from './validation/re2-expression.js';
import { type FieldSchema, type RecordSchema, resolveReference } from './validation/record-schema.js';
import { isTooLarge, SCHEMA_SIZE_LIMIT } from './validation/schema-size.js';

/** What a schema speaks of: the record, a field read in some way, or a part of a nested value, which may be anything. */
type Checked = { root: RecordSchema; yaml: PlacedYaml; placed: PlacedSchema };

/**
 * Everything about a record schema that its JSON Schema cannot say, each with its place; empty for a sound one.
 *
 * A keyword that could never say anything of what it is about is refused, so that nothing is passed over in silence.
 */
export function checkRecordSchema(root: RecordSchema, yaml: PlacedYaml): FeedProblem[] {
  if (isTooLarge(root)) {
    return [feedProblem('feed-schema-too-large', yaml.placeOf(['$defs']), { limit: SCHEMA_SIZE_LIMIT })];
  }
  const untyped = Object.keys(root.properties)
    .filter((field) => !isReadable(root, field))
    .map((field) => feedProblem('feed-field-untyped', yaml.placeOf(['properties', field]), { field }));
  if (untyped.length > 0) return untyped;
  const parts = placedSchemas(root).flatMap((placed) => {
    const checked = { root, yaml, placed };
    return [
      ...checkReference(checked),
      ...checkNames(checked),
      ...checkIdle(checked),
      ...checkExpressions(checked),
      ...checkSchemaNumbers(placed, yaml),
    ];
  });
  return [...checkAlike(root, yaml), ...parts];
}

function checkAlike(root: RecordSchema, yaml: PlacedYaml): FeedProblem[] {
  const fields = Object.keys(root.properties);
  return fields.flatMap((field, index) => {
    const other = fields.slice(0, index).find((earlier) => earlier.toLowerCase() === field.toLowerCase());
    if (other === undefined) return [];
    return [feedProblem('feed-fields-alike', yaml.placeOfKey(['properties', field]), { field, other })];
  });
}

/** Whether the text of a field has one reading: object and array stand alone. */
function isReadable(root: RecordSchema, field: string): boolean {
  const { types } = readingOf(root, field);
  const nested = types.some((type) => type === 'object' || type === 'array');
  return types.length > 0 && (!nested || types.length === 1);
}

/** Fields of nested values in a format whose records have none. */
export function checkNestedFields(root: RecordSchema, format: string, at: Place): FeedProblem[] {
  if (!TEXT_FORMATS.includes(format)) return [];
  return Object.keys(root.properties).flatMap((field) => {
    const type = readingOf(root, field).types.find((one) => one === 'object' || one === 'array');
    return type === undefined ? [] : [feedProblem('feed-type-needs-json', at, { field, type, format })];
  });
}

function checkReference({ root, yaml, placed }: Checked): FeedProblem[] {
  const { $ref } = placed.schema;
  if ($ref === undefined) return [];
  const at = yaml.placeOf([...placed.keys, '$ref']);
  if (resolveReference(root, $ref) === null) {
    const known = Object.keys(root.$defs ?? {}).map((name) => `#/$defs/${name}`);
    return [feedProblem('feed-reference-unknown', at, { reference: $ref, known })];
  }
  return placed.circular ? [feedProblem('feed-reference-circular', at, { reference: $ref })] : [];
}

function checkNames({ root, yaml, placed }: Checked): FeedProblem[] {
  if (placed.of !== 'record') return [];
  const known = Object.keys(root.properties);
  return [...new Set(namedHere(placed.schema))]
    .filter((field) => !known.includes(field))
    .map((field) =>
      feedProblem('feed-field-unknown', yaml.placeOf([...placed.keys, 'required']), { field, known }),
    );
}

/** Formats whose fields are plain text. */
const TEXT_FORMATS = ['delimited', 'fixed-width', 'fix', 'xml'];
const PERSONAL = 'x-personal';
const TEXT = ['pattern', 'minLength', 'maxLength', 'format'];
const NUMBER = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const LISTED = ['enum', 'const'];
const OBJECT = [
  ...['properties', 'required', 'dependentRequired', 'dependentSchemas', 'additionalProperties'],
  ...['patternProperties', 'propertyNames', 'minProperties', 'maxProperties'],
];
const ARRAY = [
  'items',
  'prefixItems',
  'contains',
  'minContains',
  'maxContains',
  'minItems',
  'maxItems',
  'uniqueItems',
];

function checkIdle({ root, yaml, placed }: Checked): FeedProblem[] {
  const { schema, keys } = placed;
  const about =
    placed.of === 'record'
      ? 'the record'
      : placed.of === 'nested'
        ? 'a nested value'
        : `field ${placed.of.field}`;
  const idle = Object.keys(schema).filter((keyword) =>
    keyword === PERSONAL ? !isWholeText(root, placed) : isIdle(root, placed, keyword),
  );
  return idle.map((keyword) => {
    const data = { keyword, about, needs: needsOf(keyword) };
    return feedProblem('feed-keyword-idle', yaml.placeOfKey([...keys, keyword]), data);
  });
}

function isIdle(root: RecordSchema, { of, schema }: PlacedSchema, keyword: string): boolean {
  if (keyword === 'if') return schema.then === undefined && schema.else === undefined;
  if (of === 'nested') return false;
  if (of === 'record') return [...TEXT, ...NUMBER, ...LISTED, ...ARRAY].includes(keyword);
  const reading = readingOf(root, of.field);
  const { types } = reading;
  const nested = types.includes('object') || types.includes('array');
  if (TEXT.includes(keyword)) return !types.includes('string');
  if (NUMBER.includes(keyword)) return !readsNumbers(reading) && !reading.decimal;
  if (LISTED.includes(keyword))
    return nested || !valuesOf(schema, keyword).every((value) => isReadAs(value, types));
  if (OBJECT.includes(keyword)) return !types.includes('object');
  return ARRAY.includes(keyword) && !types.includes('array');
}

/** Whether a schema speaks without condition of a field that is one text, so that a mask can stand for all of it. */
function isWholeText(root: RecordSchema, { of, keys }: PlacedSchema): boolean {
  if (typeof of === 'string' || keys.length !== 2) return false;
  return !readingOf(root, of.field).types.some((type) => type === 'object' || type === 'array');
}

function valuesOf(schema: FieldSchema, keyword: string): readonly unknown[] {
  return keyword === 'enum' ? (schema.enum ?? []) : [schema.const];
}

function isReadAs(value: unknown, types: readonly string[]): boolean {
  if (typeof value === 'number') return types.includes('number') || types.includes('integer');
  return types.includes(typeof value);
}

function needsOf(keyword: string): string {
  if (keyword === 'if') return 'then or else beside it';
  if (keyword === PERSONAL)
    return 'a field of the record that is no object or array, and no condition around it';
  if (TEXT.includes(keyword)) return 'type string';
  if (NUMBER.includes(keyword)) return 'type number or integer, or type string with format decimal';
  if (LISTED.includes(keyword)) return 'values of a type that the field has';
  return OBJECT.includes(keyword) ? 'type object' : 'type array';
}

function checkExpressions({ yaml, placed }: Checked): FeedProblem[] {
  const { schema, keys } = placed;
  const expressions = [
    ...(schema.pattern === undefined ? [] : [{ expression: schema.pattern, at: [...keys, 'pattern'] }]),
    ...Object.keys(schema.patternProperties ?? {}).map((expression) => ({
      expression,
      at: [...keys, 'patternProperties', expression],
    })),
  ];
  return expressions.flatMap(({ expression, at }) => {
    const reason = expressionFault(expression);
    return reason === null ? [] : [feedProblem('feed-expression', yaml.placeOf(at), { expression, reason })];
  });
}
