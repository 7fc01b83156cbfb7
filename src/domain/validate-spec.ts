import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { OWN_SCHEMAS } from './own-schemas.js';
import { packageRoot } from './package-root.js';
import type { PlacedYaml } from './placed-yaml.js';
import { schemaFault } from './schema-fault.js';
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
  const place =
    error.keyword === 'additionalProperties'
      ? yaml.placeOfKey([...keys, String((error.params as Record<string, unknown>)['additionalProperty'])])
      : yaml.placeOf(keys);
  return specProblem('spec-schema-violated', place, schemaFault(error));
}
