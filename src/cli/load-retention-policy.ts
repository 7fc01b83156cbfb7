import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RetentionPolicy } from '../domain/generated/retention-policy.js';
import { packageRoot } from '../domain/package-root.js';
import { parsePlacedYaml } from '../domain/placed-yaml.js';
import { formatSpecProblem, specProblem } from '../domain/spec-problem.js';
import { validateSpec } from '../domain/validate-spec.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import type { CliContext } from './cli-context.js';

/** Name of the policy beside tapewarden.yaml; the shipped one has the same name in the package. */
const POLICY_FILE = 'retention.yaml';

/** The retention policy of the folder of the call, or the shipped one; refuses one that is not sound. */
export async function loadRetentionPolicy(context: CliContext): Promise<RetentionPolicy> {
  const own = path.join(context.cwd, POLICY_FILE);
  const file = existsSync(own) ? own : path.join(packageRoot(), POLICY_FILE);
  const yaml = parsePlacedYaml(POLICY_FILE, await readFile(file, 'utf8'));
  if (Array.isArray(yaml)) throw new Refusal(EXIT.invalid_spec, yaml.map(formatSpecProblem));
  const policy = await validateSpec<RetentionPolicy>(yaml, 'retention-policy');
  if (Array.isArray(policy)) throw new Refusal(EXIT.invalid_spec, policy.map(formatSpecProblem));
  const named: [string[], string][] = [
    ...Object.entries(policy.datasets).map(([dataset, name]): [string[], string] => [
      ['datasets', dataset],
      name,
    ]),
    [['results'], policy.results],
    [['otherwise'], policy.otherwise],
  ];
  const expected = `one of ${Object.keys(policy.classes).join(', ')}`;
  const problems = named
    .filter(([, name]) => !Object.hasOwn(policy.classes, name))
    .map(([keys, actual]) =>
      specProblem('spec-schema-violated', yaml.placeOf(keys), {
        pointer: `/${keys.join('/')}`,
        actual,
        expected,
      }),
    );
  if (problems.length > 0) throw new Refusal(EXIT.invalid_spec, problems.map(formatSpecProblem));
  return policy;
}
