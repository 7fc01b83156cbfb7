import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { OWN_SCHEMAS } from './own-schemas.js';
import { packageRoot } from './package-root.js';
import { type SchemaFault, schemaFault } from './schema-fault.js';

const compiled = new Map<string, Promise<ValidateFunction>>();

/** The first way in which a document violates `schemas/<schema>.schema.json`, in words; null where it satisfies it. */
export async function documentFault(schema: string, document: unknown): Promise<string | null> {
  const error = await firstError(schema, document);
  if (error === null) return null;
  return `${error.instancePath === '' ? 'the document' : error.instancePath} ${error.message ?? ''}`;
}

/** The same with the place, what is there and what was expected. */
export async function placedFault(schema: string, document: unknown): Promise<SchemaFault | null> {
  const error = await firstError(schema, document);
  return error === null ? null : schemaFault(error);
}

async function firstError(schema: string, document: unknown): Promise<ErrorObject | null> {
  const pending = compiled.get(schema) ?? compile(schema);
  compiled.set(schema, pending);
  const validate = await pending;
  return validate(document) ? null : (validate.errors?.[0] ?? null);
}

async function compile(schema: string): Promise<ValidateFunction> {
  const ajv = new Ajv2020({ ...OWN_SCHEMAS, verbose: true });
  await addReferenced(ajv, schema);
  return ajv.getSchema(`tapewarden:${schema}`) as ValidateFunction;
}

/** Adds a schema after those that it refers to. */
async function addReferenced(ajv: Ajv2020, schema: string): Promise<void> {
  const text = await readFile(path.join(packageRoot(), 'schemas', `${schema}.schema.json`), 'utf8');
  for (const [, name] of text.matchAll(/"\$ref": "tapewarden:([a-z-]+)[#"]/g)) {
    if (ajv.getSchema(`tapewarden:${name}`) === undefined) await addReferenced(ajv, name as string);
  }
  ajv.addSchema(JSON.parse(text) as Record<string, unknown>);
}
