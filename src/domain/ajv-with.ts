import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020, type AnySchemaObject, type Options } from 'ajv/dist/2020.js';
import type { OwnSchema } from './own-schema.js';
import { packageRoot } from './package-root.js';

/** An instance of Ajv that holds a schema of this package, as `tapewarden:<schema>`, after those that it refers to; that each is a schema is tested, not asked at every start. */
export async function ajvWith(schema: OwnSchema, options: Options): Promise<Ajv2020> {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateSchema: false, ...options });
  await addSchema(ajv, schema);
  return ajv;
}

async function addSchema(ajv: Ajv2020, schema: string): Promise<void> {
  const text = await readFile(path.join(packageRoot(), 'schemas', `${schema}.schema.json`), 'utf8');
  for (const [, name] of text.matchAll(/"\$ref": "tapewarden:([a-z-]+)[#"]/g)) {
    if (ajv.getSchema(`tapewarden:${name}`) === undefined) await addSchema(ajv, name as string);
  }
  ajv.addSchema(JSON.parse(text) as AnySchemaObject);
}
