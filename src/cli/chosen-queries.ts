import path from 'node:path';
import { EXIT } from '../project/exit-codes.js';
import type { Project } from '../project/project.js';
import { Refusal } from '../project/refusal.js';
import { namesIn } from '../store/local-files.js';
import { formatPatternProblem } from '../surveillance/pattern-problem.js';
import { loadQuery, type Query } from '../surveillance/queries/load-query.js';
import { requireKnown } from './require-known.js';

/** The predefined queries of a project that are named, or all, by id; one that does not load ends the command with every problem printed. */
export async function chooseQueries(project: Project, ids: readonly string[]): Promise<Query[]> {
  const known = await namesIn(project.queries, 'folders');
  if (known.length === 0) {
    throw new Refusal(EXIT.invalid_spec, [
      `${project.queries}: holds no query, expected folders with a query.yaml; name another folder with --queries [queries-missing]`,
    ]);
  }
  for (const id of ids) requireKnown('query', id, known);
  const queries: Query[] = [];
  const problems: string[] = [];
  for (const id of ids.length === 0 ? known : [...new Set(ids)].sort()) {
    const loaded = await loadQuery(path.join(project.queries, id));
    if (Array.isArray(loaded)) problems.push(...loaded.map(formatPatternProblem));
    else queries.push(loaded);
  }
  if (problems.length > 0) throw new Refusal(EXIT.invalid_spec, problems);
  return queries;
}
