import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { OWN_SCHEMAS } from './own-schemas.js';
import { packageRoot } from './package-root.js';

const compiled = new Map<string, Promise<ValidateFunction>>();

/** The first way in which a document violates `schemas/<schema>.schema.json`, in words; null where it satisfies it. */
export async function documentFault(schema: string, document: unknown): Promise<string | null> {
  const pending = compiled.get(schema) ?? compile(schema);
  compiled.set(schema, pending);
  const validate = await pending;
  if (validate(document)) return null;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath === '' ? 'the document' : (error?.instancePath ?? '')} ${error?.message ?? ''}`;
}

async function compile(schema: string): Promise<ValidateFunction> {
  const ajv = new Ajv2020(OWN_SCHEMAS);
  await addReferenced(ajv, schema);
  return ajv.getSchema(`tapewarden:${schema}`) as ValidateFunction;
}

/** Adds a schema after those that it refers to. */
async function addReferenced(ajv: Ajv2020, schema: string): Promise<void> {
  const text = await readFile(path.join(packageRoot(), 'schemas', `${schema}.schema.json`), 'utf8');
  for (const [, name] of text.matchAll(/"\$ref": "tapewarden:([a-z-]+)"/g)) {
    if (ajv.getSchema(`tapewarden:${name}`) === undefined) await addReferenced(ajv, name as string);
  }
  ajv.addSchema(JSON.parse(text) as Record<string, unknown>);
}
