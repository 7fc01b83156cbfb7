import type { FieldSchema } from '../validation/record-schema.js';
import type { FieldKind, TypedField } from './field-kind.js';

/** What the record schema is drafted from. */
export type DraftedRecords = {
  feed: string;
  fields: readonly TypedField[];
  records: number;
  closed: boolean;
};

/** A record schema as JSON text: of each field the narrowest rule that the sample supports, with room for wider values. */
export function draftRecordSchema({ feed, fields, records, closed }: DraftedRecords): string {
  const required = fields.filter(({ present }) => present === records).map(({ name }) => name);
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `tapewarden:feeds/${feed}`,
    title: `${feed} record`,
    description: `Drafted from ${records} records of a sample; narrow or widen each rule after the broker's documentation.`,
    type: 'object',
    required,
    ...(closed ? { additionalProperties: false } : {}),
  };
  const members = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const properties = fields.map(
    (field) => `    ${JSON.stringify(field.name)}: ${JSON.stringify(propertyOf(field, records))}`,
  );
  return `{\n${[...members, `  "properties": {\n${properties.join(',\n')}\n  }`].join(',\n')}\n}\n`;
}

function propertyOf(field: TypedField, records: number): FieldSchema {
  const rule = ruleOf(field);
  const { present } = field;
  const filled = present === records ? `all ${records} records` : `${present} of ${records} records`;
  const odd = field.odd === 0 ? '' : `, ${field.odd} of them otherwise`;
  return { description: `${describe(field.value)}; ${filled} have it${odd}.`, ...rule };
}

function ruleOf({ value, type, part }: TypedField): FieldSchema {
  if (type !== 'string') return { type: type === 'number' && value.kind === 'integer' ? 'integer' : type };
  const text = { type } as const;
  switch (value.kind) {
    case 'timestamp':
    case 'date':
    case 'time':
      return value.forms.join() === 'yyyy-MM-dd'
        ? { ...text, format: 'date' }
        : { ...text, pattern: whole(value.expression) };
    case 'enum':
      return listed(value.values);
    case 'integer':
      return { ...text, pattern: `^${value.signed ? '-?' : ''}[0-9]{${digitsOf(value)}}$` };
    case 'decimal':
      return value.strip === ''
        ? { ...text, format: 'decimal' }
        : { ...text, pattern: '^-?[$]?[0-9][0-9,]*([.][0-9]+)?$' };
    case 'mic':
      return { ...text, pattern: '^[A-Z0-9]{4}$' };
    case 'ticker':
    case 'code':
      return { ...text, pattern: whole(value.expression) };
    case 'text':
      return { ...text, minLength: 1, maxLength: Number(part['width'] ?? roomFor(value.longest)) };
    default:
      return text;
  }
}

function listed(values: readonly string[]): FieldSchema {
  const [only = '', ...more] = values;
  return more.length === 0 ? { type: 'string', const: only } : { type: 'string', enum: [only, ...more] };
}

function whole(expression: string): string {
  return expression.includes('|') ? `^(?:${expression})$` : `^${expression}$`;
}

function digitsOf(value: Extract<FieldKind, { kind: 'integer' }>): string {
  if (value.padded) return String(value.digits);
  return `1,${[9, 12, 18].find((digits) => digits >= value.digits) ?? value.digits}`;
}

/** A length with room: half as much again, up to the next usual one. */
function roomFor(longest: number): number {
  return [8, 12, 20, 40, 80, 200, 500, 1000].find((length) => length >= longest * 1.5) ?? longest * 2;
}

/** Kind and widest of the values, never a value itself: samples hold accounts and names. */
function describe(value: FieldKind): string {
  switch (value.kind) {
    case 'timestamp':
    case 'date':
    case 'time':
      return `A ${value.kind} as ${value.forms.join(' or ')}`;
    case 'enum':
      return value.values.length === 1 ? 'Always the same code' : `One of ${value.values.length} codes`;
    case 'integer':
      return `A whole number of at most ${value.digits} digits${value.padded ? ', padded with zeros' : ''}`;
    case 'decimal':
      return `A number of at most ${value.digits} digits, ${value.scale} of them decimals`;
    case 'code':
      return `A code of ${value.length} characters`;
    case 'text':
      return `Text of at most ${value.longest} characters`;
    case 'ticker':
      return 'A ticker';
    case 'mic':
      return 'A market, as a MIC';
    case 'boolean':
      return 'True or false';
    case 'nested':
      return 'A nested value';
    case 'empty':
      return 'No value in the sample';
  }
}
