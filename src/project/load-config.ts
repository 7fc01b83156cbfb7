import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Place, quoted } from '../domain/diagnostic.js';
import type { Config } from '../domain/generated/config.js';
import { type PlacedYaml, parsePlacedYaml } from '../domain/placed-yaml.js';
import { formatSpecProblem } from '../domain/spec-problem.js';
import { validateSpec } from '../domain/validate-spec.js';
import { nearestName } from '../surveillance/nearest-name.js';
import { EXIT } from './exit-codes.js';
import type { ProjectContext } from './project-context.js';
import { Refusal } from './refusal.js';

/** Name of the configuration file. */
export const CONFIG_FILE = 'tapewarden.yaml';

/** What stands for `--profile` where it is not given. */
export const PROFILE_VARIABLE = 'TAPEWARDEN_PROFILE';

/** What a configuration says under the profile that was chosen. */
export type LoadedConfig = {
  config: Omit<Config, 'profiles'>;
  /** Name of the profile; null where none was chosen. */
  profile: string | null;
  /** Where tapewarden.yaml names the settings of a pattern. */
  settingsAt: (pattern: string) => Place;
};

/**
 * The configuration of the folder of the call: members of the profile that a flag or the environment names, whole, in place of the
 * file's own. Empty where there is no file.
 *
 * Every profile is checked, not the chosen one alone; a mistake ends the command with file, line and column.
 */
export async function loadConfig(
  { cwd, process: { env = {} } }: ProjectContext,
  flags: { readonly profile?: string },
): Promise<LoadedConfig> {
  const yaml = await readYaml(cwd);
  const { profiles = {}, ...own } = yaml === null ? ({} as Config) : await checked(yaml);
  const settingsAt: LoadedConfig['settingsAt'] = (pattern) =>
    yaml?.placeOfKey(['settings', pattern]) ?? { file: CONFIG_FILE };
  const profile = flags.profile ?? (env[PROFILE_VARIABLE] || null);
  if (profile === null) return { config: own, profile, settingsAt };
  const members = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  if (members === undefined) throw unknownProfile(profile, Object.keys(profiles).sort());
  return { config: { ...own, ...members }, profile, settingsAt };
}

/** Names of the profiles of a folder's tapewarden.yaml, for completion: none where it cannot be read. */
export async function profileNames(cwd: string): Promise<string[]> {
  try {
    const yaml = await readYaml(cwd);
    return yaml === null ? [] : Object.keys((await checked(yaml)).profiles ?? {}).sort();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** The file as YAML; null where there is none, or it holds comments alone. */
async function readYaml(cwd: string): Promise<PlacedYaml | null> {
  const file = path.join(cwd, CONFIG_FILE);
  if (!existsSync(file)) return null;
  const yaml = parsePlacedYaml(CONFIG_FILE, await readFile(file, 'utf8'));
  if (Array.isArray(yaml)) throw new Refusal(EXIT.invalid_spec, yaml.map(formatSpecProblem));
  return yaml.value === null ? null : yaml;
}

async function checked(yaml: PlacedYaml): Promise<Config> {
  const config = await validateSpec<Config>(yaml, 'config');
  if (Array.isArray(config)) throw new Refusal(EXIT.invalid_spec, config.map(formatSpecProblem));
  return config;
}

function unknownProfile(profile: string, known: readonly string[]): Refusal {
  const nearest = nearestName(profile, known);
  const hint = nearest === null ? '' : `; did you mean ${nearest}?`;
  const expected = known.length === 0 ? 'a member profiles that holds it' : `one of ${known.join(', ')}`;
  return new Refusal(EXIT.usage, [
    `${CONFIG_FILE}: has no profile ${quoted(profile)}, expected ${expected}${hint} [profile-unknown]`,
  ]);
}
