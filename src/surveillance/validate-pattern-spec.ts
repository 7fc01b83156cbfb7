import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { quoted } from '../domain/diagnostic.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import { packageRoot } from '../domain/package-root.js';
import { type PatternProblem, patternProblem } from './pattern-problem.js';
import type { PlacedYaml } from './yaml-places.js';

let compiled: Promise<ValidateFunction<PatternSpec>> | undefined;

/** The specification in a pattern.yaml, or one problem for each violation of schemas/pattern.schema.json, with its place. */
export async function validatePatternSpec(yaml: PlacedYaml): Promise<PatternSpec | PatternProblem[]> {
  compiled ??= compile();
  const validate = await compiled;
  if (validate(yaml.value)) return yaml.value;
  return (validate.errors ?? []).map((error) => schemaProblem(error, yaml));
}

async function compile(): Promise<ValidateFunction<PatternSpec>> {
  const file = path.join(packageRoot(), 'schemas', 'pattern.schema.json');
  const schema = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  return new Ajv2020({ strict: true, allErrors: true, verbose: true }).compile<PatternSpec>(schema);
}

function schemaProblem(error: ErrorObject, yaml: PlacedYaml): PatternProblem {
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
    return patternProblem('pattern-schema-violated', yaml.placeOfKey([...keys, key]), data);
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
  return patternProblem('pattern-schema-violated', yaml.placeOf(keys), data);
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
