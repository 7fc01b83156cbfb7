import type { ErrorObject } from 'ajv/dist/2020.js';
import type { OwnSchema } from './own-schema.js';
import type { PlacedYaml } from './placed-yaml.js';
import { schemaErrors } from './schema-errors.js';
import { schemaFault } from './schema-fault.js';
import { type SpecProblem, specProblem } from './spec-problem.js';

/**
 * A specification that satisfies `schemas/<schema>.schema.json`, or one problem for each violation, with its place.
 *
 * The caller names the type that is generated from the same schema.
 */
export async function validateSpec<Spec>(yaml: PlacedYaml, schema: OwnSchema): Promise<Spec | SpecProblem[]> {
  const errors = await schemaErrors(schema, yaml.value, 'every');
  return errors.length === 0 ? (yaml.value as Spec) : errors.map((error) => schemaProblem(error, yaml));
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
