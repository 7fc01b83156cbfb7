import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { packageRoot } from '../../src/domain/package-root.js';

const folder = path.join(packageRoot(), 'schemas');
const schemas = readdirSync(folder)
  .filter((name) => name.endsWith('.schema.json'))
  .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { $id: string });

const ajv = new Ajv2020({ allowUnionTypes: true, allErrors: true, schemas });

/** What is wrong with documents by `schemas/<name>.schema.json`; nothing where all are sound. */
export function schemaErrors(name: string, documents: readonly unknown[]): string[] {
  const validate = ajv.getSchema(`tapewarden:${name}`);
  if (validate === undefined) throw new Error(`there is no schema ${name}`);
  return documents.flatMap((document) => {
    void validate(document);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  });
}
