import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { invariant } from '../../domain/invariant.js';
import { ajvSchema, type SchemaOrigin, TYPE_KEYWORD } from './ajv-schema.js';
import { ASSERTIONS, assertion } from './assertions.js';
import { type ExactNumber, parseNumber } from './exact-number.js';
import { DECIMAL_TEXT, readingOf } from './field-reading.js';
import { re2Expression } from './re2-expression.js';
import { type Fields, recordReader } from './read-record.js';
import type { RecordSchema } from './record-schema.js';
import { hasUniqueItems } from './unique-items.js';

/** What Ajv found in a record: its errors with their origins; empty for a valid record. */
export type AjvFinding = { readonly error: ErrorObject; readonly origin: SchemaOrigin };

type Context = { parentData: unknown; parentDataProperty: string | number; rootData: unknown };

type Found = 'every' | 'first';
type FindingsOf = (fields: Fields) => AjvFinding[];

/** Compiled validators of schemas, which are never changed: a feed sends many deliveries. */
const validators = {
  every: new WeakMap<RecordSchema, FindingsOf>(),
  first: new WeakMap<RecordSchema, FindingsOf>(),
};

/**
 * Ajv over the records of a schema, with keywords of our own for everything that is said of a single value: exact numbers,
 * RE2 expressions, and our formats. Ajv's part is how schemas combine, and what nested values are.
 *
 * `every` fault is found, or only whether there is one.
 */
export function ajvValidator(schema: RecordSchema, found: Found): FindingsOf {
  const findings = validators[found].get(schema) ?? compile(schema, found);
  validators[found].set(schema, findings);
  return findings;
}

function compile(schema: RecordSchema, found: Found): FindingsOf {
  const ajv = new Ajv2020({
    ...{ allErrors: found === 'every', verbose: true, validateSchema: false, allowMatchingProperties: true },
    ...{ strict: true, strictTypes: false, strictTuples: false, strictRequired: false },
    code: { regExp: re2RegExp },
  });
  const numberOf = numberReader(schema);
  for (const keyword of Object.keys(ASSERTIONS)) {
    const name = keyword === 'type' ? TYPE_KEYWORD : keyword;
    ajv.removeKeyword(name);
    ajv.addKeyword({
      keyword: name,
      compile: (wanted: unknown) => {
        const holds = assertion(keyword, wanted);
        return (value: unknown, context) => holds(value, numberOf(value, context as Context | undefined));
      },
    });
  }
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    compile: (wanted: unknown) => (value: unknown) =>
      wanted !== true || !Array.isArray(value) || hasUniqueItems(value),
  });
  const { schema: rules, origins } = ajvSchema(schema);
  const validate = ajv.compile(rules);
  const read = recordReader(schema);
  return (fields) => {
    if (validate(read(fields))) return [];
    return (validate.errors ?? []).map((error) => {
      const origin = origins.get(error.parentSchema as object);
      invariant(origin !== undefined, `${error.schemaPath} has an origin`);
      return { error, origin };
    });
  };
}

const DECIMAL = new RegExp(DECIMAL_TEXT);

/** What numeric keywords see: a number, or the text of a field that is declared to be decimal. */
function numberReader(
  schema: RecordSchema,
): (value: unknown, context: Context | undefined) => ExactNumber | null {
  const decimals = new Set(
    Object.keys(schema.properties).filter((field) => readingOf(schema, field).decimal),
  );
  return (value, context) => {
    if (typeof value === 'symbol') return parseNumber(value.description ?? '');
    if (typeof value !== 'string' || context === undefined) return null;
    const declared =
      context.parentData === context.rootData && decimals.has(String(context.parentDataProperty));
    return declared && DECIMAL.test(value) ? parseNumber(value) : null;
  };
}

function re2RegExp(pattern: string): RegExp {
  // Ajv calls nothing but test() on what this returns.
  return re2Expression(pattern) as unknown as RegExp;
}
re2RegExp.code = 're2Expression';
