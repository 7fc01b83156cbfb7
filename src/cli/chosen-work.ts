import { quoted } from '../domain/diagnostic.js';
import type { JobPlan } from '../domain/generated/job-plan.js';
import type { ConfiguredPattern } from '../jobs/plan-jobs.js';
import type { ConfiguredQuery } from '../jobs/plan-queries.js';
import { EXIT } from '../project/exit-codes.js';
import { loadPatterns, type Project } from '../project/project.js';
import { Refusal } from '../project/refusal.js';
import { namesIn } from '../store/local-files.js';
import { chooseQueries } from './chosen-queries.js';
import { querySettings } from './query-settings.js';
import { requireKnown } from './require-known.js';

/** What is asked of a project's patterns and queries: a class of work, and settings of the one query that is named. */
export type WorkFlags = { readonly class?: JobPlan['workload']; readonly set?: readonly string[] };

/** Patterns and predefined queries that become jobs. */
export type Work = { patterns: ConfiguredPattern[]; queries: ConfiguredQuery[] };

/**
 * The patterns and queries of a project that are named, of a class where one is given; without names all of the class, without
 * either all patterns.
 *
 * Refuses a name that nothing has, and one that a pattern and a query have.
 */
export async function chooseWork(project: Project, ids: readonly string[], flags: WorkFlags): Promise<Work> {
  const patterns = (await loadPatterns(project)).filter(
    ({ pattern }) => flags.class === undefined || pattern.spec.workload === flags.class,
  );
  const known = flags.class === 'surveillance' ? [] : await namesIn(project.queries, 'folders');
  const isPattern = (id: string): boolean => patterns.some(({ pattern }) => pattern.spec.id === id);
  for (const id of ids) {
    requireKnown('pattern or query', id, [...patterns.map(({ pattern }) => pattern.spec.id), ...known]);
    if (isPattern(id) && known.includes(id)) throw unclear(id);
  }
  const all = flags.class === 'predefined' && ids.length === 0;
  const named = ids.filter((id) => !isPattern(id));
  const queries = all || named.length > 0 ? await chooseQueries(project, named) : [];
  const [set = []] = [flags.set];
  if (set.length > 0 && (ids.length !== 1 || queries.length !== 1)) throw setOfWhat(ids);
  return {
    patterns: patterns.filter(({ pattern }) => ids.length === 0 || ids.includes(pattern.spec.id)),
    queries: queries.map((query) => ({ query, settings: querySettings(query, set) })),
  };
}

function unclear(id: string): Refusal {
  return new Refusal(EXIT.usage, [
    `${quoted(id)} is a pattern and a query, expected a name of one; choose by --class surveillance or predefined, or rename one [job-name-unclear]`,
  ]);
}

function setOfWhat(ids: readonly string[]): Refusal {
  return new Refusal(EXIT.usage, [
    `--set is given with ${ids.length === 0 ? 'no name' : ids.join(', ')}, expected it with one query; settings of patterns stand in tapewarden.yaml [set-without-query]`,
  ]);
}
