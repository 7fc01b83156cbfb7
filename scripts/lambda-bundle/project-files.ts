import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../src/domain/package-root.js';
import { loadProject } from '../../src/project/project.js';
import { ownProcess } from '../../src/project/project-context.js';

/** Where functions and the task find the project (`TAPEWARDEN_PROJECT`), beside the code. */
export const PROJECT_FOLDER = 'project';

const CONFIG = 'tapewarden.yaml';

/**
 * What functions need of a project, by its path in the bundle: tapewarden.yaml, and the feeds, patterns and queries that it names. Nothing
 * else of the folder is taken, so that no delivery, lake or key gets into a zip.
 *
 * Throws where tapewarden.yaml is not sound, its lake is not in S3, its key of tokens is anywhere but in Secrets Manager, or what it names lies outside the folder.
 */
export async function projectFiles(folder: string, profile?: string): Promise<Map<string, Buffer>> {
  const root = path.resolve(folder);
  const config = readFileSync(path.join(root, CONFIG));
  const flags = profile === undefined ? {} : { profile };
  const project = await loadProject({ ...ownProcess(), cwd: root }, flags);
  if (project.s3 === null)
    throw new Error(`${CONFIG}: the lake is ${project.lake}, expected s3://… , which functions reach`);
  const kept = (['key_file', 'key_env'] as const).find((way) => project.personal?.[way] !== undefined);
  if (kept !== undefined)
    throw new Error(
      `${CONFIG}: personal.${kept} is no part of a bundle, expected personal.key_secret, as the stacks make one: a secret does not lie beside code`,
    );
  const files = new Map([[`${PROJECT_FOLDER}/${CONFIG}`, config]]);
  for (const kind of ['feeds', 'patterns', 'queries'] as const) {
    const at = path.relative(root, project[kind]);
    if (project[kind] === path.join(packageRoot(), kind)) continue;
    if (at === '' || at.startsWith('..') || path.isAbsolute(at))
      throw new Error(`${CONFIG}: ${kind} is ${project[kind]}, expected a folder below ${root}`);
    addFolder(files, root, at);
  }
  return files;
}

function addFolder(files: Map<string, Buffer>, root: string, at: string): void {
  for (const entry of readdirSync(path.join(root, at), { recursive: true, withFileTypes: true })) {
    const name = path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    if (entry.isFile() && !name.split('/').some((part) => part.startsWith('.')))
      files.set(`${PROJECT_FOLDER}/${name}`, readFileSync(path.join(root, name)));
  }
}
