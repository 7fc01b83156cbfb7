import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** A strict validator of one document schema. */
export function validatorOf(name: string): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  for (const embedded of ['totals', 'book-replay'])
    if (embedded !== name) ajv.addSchema(loadSchema(embedded));
  return ajv.compile(loadSchema(name));
}

function loadSchema(name: string): object {
  return JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as object;
}
