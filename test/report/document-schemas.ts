import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** A strict validator of one document schema. */
export function validatorOf(name: 'report' | 'explanation'): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  ajv.addSchema(loadSchema('totals'));
  ajv.addSchema(loadSchema('book-replay'));
  return ajv.compile(loadSchema(name));
}

function loadSchema(name: string): object {
  return JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as object;
}
