import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { quoted } from './diagnostic.js';
import { OWN_SCHEMAS } from './own-schemas.js';
import { packageRoot } from './package-root.js';
import type { PlacedYaml } from './placed-yaml.js';
import { type SpecProblem, specProblem } from './spec-problem.js';

const compiled = new Map<string, Promise<ValidateFunction>>();

/**
 * A specification that satisfies `schemas/<schema>.schema.json`, or one problem for each violation, with its place.
 *
 * The caller names the type that is generated from the same schema.
 */
export async function validateSpec<Spec>(yaml: PlacedYaml, schema: string): Promise<Spec | SpecProblem[]> {
  const validate = await (compiled.get(schema) ?? compile(schema));
  if (validate(yaml.value)) return yaml.value as Spec;
  return (validate.errors ?? []).map((error) => schemaProblem(error, yaml));
}

function compile(schema: string): Promise<ValidateFunction> {
  const validator = readFile(path.join(packageRoot(), 'schemas', `${schema}.schema.json`), 'utf8').then(
    (text) =>
      new Ajv2020({ ...OWN_SCHEMAS, allErrors: true, verbose: true }).compile(
        JSON.parse(text) as Record<string, unknown>,
      ),
  );
  compiled.set(schema, validator);
  return validator;
}

function schemaProblem(error: ErrorObject, yaml: PlacedYaml): SpecProblem {
  const keys = error.instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const params = error.params as Record<string, unknown>;
  const pointer = error.instancePath === '' ? 'the document' : error.instancePath;
  if (error.keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const data = {
      pointer: `${error.instancePath}/${key}`,
      actual: 'no known member',
      expected: knownMembers(error),
    };
    return specProblem('spec-schema-violated', yaml.placeOfKey([...keys, key]), data);
  }
  const actual = error.keyword === 'required' ? 'an object without it' : shown(error.data);
  const data =
    error.keyword === 'required'
      ? {
          pointer: `${error.instancePath}/${String(params['missingProperty'])}`,
          actual: 'missing',
          expected: 'a value',
        }
      : { pointer, actual, expected: expectation(error, params) };
  return specProblem('spec-schema-violated', yaml.placeOf(keys), data);
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
