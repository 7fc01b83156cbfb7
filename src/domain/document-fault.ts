import type { OwnSchema } from './own-schema.js';
import { schemaErrors } from './schema-errors.js';
import { type SchemaFault, schemaFault } from './schema-fault.js';

/** The first way in which a document violates `schemas/<schema>.schema.json`, in words; null where it satisfies it. */
export async function documentFault(schema: OwnSchema, document: unknown): Promise<string | null> {
  const [error] = await schemaErrors(schema, document, 'first');
  if (error === undefined) return null;
  return `${error.instancePath === '' ? 'the document' : error.instancePath} ${error.message ?? ''}`;
}

/** The same with the place, what is there and what was expected. */
export async function placedFault(schema: OwnSchema, document: unknown): Promise<SchemaFault | null> {
  const [error] = await schemaErrors(schema, document, 'first');
  return error === undefined ? null : schemaFault(error);
}
