import path from 'node:path';
import type { AccessRule } from '../../domain/generated/access-rule.js';
import { packageRoot } from '../../domain/package-root.js';
import { parsePlacedYaml } from '../../domain/placed-yaml.js';
import { type SpecProblem, specProblem } from '../../domain/spec-problem.js';
import { validateSpec } from '../../domain/validate-spec.js';
import { namesIn, readIfThere } from '../../store/local-files.js';

/** One access rule, ready to run: its description and its query. */
export type LoadedRule = { readonly spec: AccessRule; readonly findings_sql: string };

/** The folder of rules that come with tapewarden. */
export const ACCESS_RULES = path.join(packageRoot(), 'access-rules');

/** Every rule of a folder, sorted by id, with the problems of those that could not be loaded. */
export async function loadAccessRules(
  folder: string = ACCESS_RULES,
): Promise<{ rules: LoadedRule[]; problems: SpecProblem[] }> {
  const rules: LoadedRule[] = [];
  const problems: SpecProblem[] = [];
  for (const name of await namesIn(folder, 'folders')) {
    const loaded = await loadRule(path.join(folder, name));
    if (Array.isArray(loaded)) problems.push(...loaded);
    else rules.push(loaded);
  }
  return { rules, problems };
}

async function loadRule(folder: string): Promise<LoadedRule | SpecProblem[]> {
  const file = path.join(folder, 'rule.yaml');
  const query = path.join(folder, 'findings.sql');
  const [text, findings_sql] = await Promise.all([readIfThere(file), readIfThere(query)]);
  if (text === null) return [specProblem('spec-file-missing', { file }, { expected: 'an access rule' })];
  if (findings_sql === null)
    return [specProblem('spec-file-missing', { file: query }, { expected: 'the query of an access rule' })];
  const yaml = parsePlacedYaml(file, text);
  if (Array.isArray(yaml)) return yaml;
  const spec = await validateSpec<AccessRule>(yaml, 'access-rule');
  if (Array.isArray(spec)) return spec;
  const name = path.basename(folder);
  if (spec.id === name) return { spec, findings_sql };
  const data = {
    pointer: '/id',
    actual: JSON.stringify(spec.id),
    expected: `the name of its folder, ${name}`,
  };
  return [specProblem('spec-schema-violated', yaml.placeOf(['id']), data)];
}
