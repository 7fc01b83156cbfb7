import path from 'node:path';
import { packageRoot } from '../domain/package-root.js';
import { namesIn } from '../store/local-files.js';
import { loadPattern, type Pattern } from './load-pattern.js';
import type { PatternProblem } from './pattern-problem.js';

/** Every pattern of a folder of patterns, sorted by id, with the problems of those that could not be loaded. */
export type PatternCatalogue = {
  readonly patterns: readonly Pattern[];
  readonly problems: readonly PatternProblem[];
};

/**
 * Loads each subfolder as one pattern, or those with the names given alone; other files are left alone. The default is the folder of this
 * package.
 */
export async function loadPatternCatalogue(
  folder = path.join(packageRoot(), 'patterns'),
  only?: readonly string[],
): Promise<PatternCatalogue> {
  const patterns: Pattern[] = [];
  const problems: PatternProblem[] = [];
  for (const name of await namesIn(folder, 'folders')) {
    if (only !== undefined && !only.includes(name)) continue;
    const loaded = await loadPattern(path.join(folder, name));
    if (Array.isArray(loaded)) problems.push(...loaded);
    else patterns.push(loaded);
  }
  return { patterns, problems };
}
