import type { ErrorObject } from 'ajv/dist/2020.js';
import { quoted } from './diagnostic.js';

/** What is wrong with one place of a document by its schema: the JSON pointer or `the document`, what is there, what was expected. */
export type SchemaFault = { pointer: string; actual: string; expected: string };

/** An error of the validator, compiled with `verbose`, in words. */
export function schemaFault(error: ErrorObject): SchemaFault {
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties') {
    const pointer = `${error.instancePath}/${String(params['additionalProperty'])}`;
    return { pointer, actual: 'no known member', expected: knownMembers(error) };
  }
  if (error.keyword === 'required') {
    const pointer = `${error.instancePath}/${String(params['missingProperty'])}`;
    return { pointer, actual: 'missing', expected: 'a value' };
  }
  const pointer = error.instancePath === '' ? 'the document' : error.instancePath;
  return { pointer, actual: shown(error.data), expected: expectation(error, params) };
}

function knownMembers(error: ErrorObject): string {
  const members = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  return `one of ${members.join(', ')}`;
}

function expectation(error: ErrorObject, params: Record<string, unknown>): string {
  if (error.keyword === 'type') return `type ${String(params['type'])}`;
  if (error.keyword === 'enum') return `one of ${(params['allowedValues'] as string[]).join(', ')}`;
  if (error.keyword === 'pattern') return `text that matches ${String(params['pattern'])}`;
  return error.message ?? error.keyword;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return `${typeof value} ${String(value)}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === null ? 'null' : 'an object';
}
