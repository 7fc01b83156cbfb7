import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { OwnSchema } from './own-schema.js';

type Verdict = (document: unknown) => boolean;

const verdicts = new Map<OwnSchema, Promise<Verdict | null>>();
const validators = new Map<string, Promise<ValidateFunction>>();

/**
 * Every violation of a schema of this package, or the first one alone, as Ajv tells it with `verbose`; empty for a document that satisfies it.
 *
 * A valid document is let through by the verdict that the build wrote, where there is one: Ajv is loaded and compiles the schema only
 * to say what is wrong (docs/adr/0069).
 */
export async function schemaErrors(
  schema: OwnSchema,
  document: unknown,
  found: 'every' | 'first',
): Promise<ErrorObject[]> {
  const verdict = await once(verdicts, schema, () => builtVerdict(schema));
  if (verdict?.(document) === true) return [];
  const validate = await once(validators, `${schema} ${found}`, () => compiled(schema, found));
  return validate(document) ? [] : (validate.errors ?? []);
}

async function builtVerdict(schema: OwnSchema): Promise<Verdict | null> {
  const built = new URL(`./verdicts/${schema}.js`, import.meta.url);
  if (!existsSync(fileURLToPath(built))) return null;
  return ((await import(built.href)) as { default: Verdict }).default;
}

async function compiled(schema: OwnSchema, found: 'every' | 'first'): Promise<ValidateFunction> {
  const { ajvWith } = await import('./ajv-with.js');
  // A pass that makes the validator's code shorter takes as long as the rest.
  const options = { allErrors: found === 'every', verbose: true, code: { optimize: false } };
  return (await ajvWith(schema, options)).getSchema(`tapewarden:${schema}`) as ValidateFunction;
}

function once<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
