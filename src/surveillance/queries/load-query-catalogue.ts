import path from 'node:path';
import { packageRoot } from '../../domain/package-root.js';
import { namesIn } from '../../store/local-files.js';
import type { PatternProblem } from '../pattern-problem.js';
import { loadQuery, type Query } from './load-query.js';

/** Every query of a folder of queries, sorted by id, with the problems of those that could not be loaded. */
export type QueryCatalogue = {
  readonly queries: readonly Query[];
  readonly problems: readonly PatternProblem[];
};

/** Loads each subfolder as one query; other files are left alone. The default is the folder of this package. */
export async function loadQueryCatalogue(
  folder = path.join(packageRoot(), 'queries'),
): Promise<QueryCatalogue> {
  const queries: Query[] = [];
  const problems: PatternProblem[] = [];
  for (const name of await namesIn(folder, 'folders')) {
    const loaded = await loadQuery(path.join(folder, name));
    if (Array.isArray(loaded)) problems.push(...loaded);
    else queries.push(loaded);
  }
  return { queries, problems };
}
