import path from 'node:path';
import { EXIT } from '../project/exit-codes.js';
import { noPatterns, type Project } from '../project/project.js';
import { Refusal } from '../project/refusal.js';
import { namesIn } from '../store/local-files.js';
import { loadPattern, type Pattern } from '../surveillance/load-pattern.js';
import { formatPatternProblem } from '../surveillance/pattern-problem.js';
import { requireKnown } from './require-known.js';

/** A pattern with the folder that it stands in. */
export type FoundPattern = { pattern: Pattern; folder: string };

/** The patterns of a project that are named, or all, by id; one that does not load ends the command with every problem printed. */
export async function choosePatterns(project: Project, ids: readonly string[]): Promise<FoundPattern[]> {
  const known = await namesIn(project.patterns, 'folders');
  for (const id of ids) requireKnown('pattern', id, known);
  const found: FoundPattern[] = [];
  const problems: string[] = [];
  for (const id of ids.length === 0 ? known : [...new Set(ids)].sort()) {
    const folder = path.join(project.patterns, id);
    const loaded = await loadPattern(folder);
    if (Array.isArray(loaded)) problems.push(...loaded.map(formatPatternProblem));
    else found.push({ pattern: loaded, folder });
  }
  if (problems.length > 0) throw new Refusal(EXIT.invalid_spec, problems);
  if (found.length === 0) throw new Refusal(EXIT.invalid_spec, [noPatterns(project)]);
  return found;
}
