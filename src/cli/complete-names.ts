import { readJobs } from '../jobs/job-records.js';
import { loadProject, openLake } from '../project/project.js';
import { Refusal } from '../project/refusal.js';
import { namesIn } from '../store/local-files.js';
import type { CliContext } from './cli-context.js';

/** Characters of a job's id that are proposed; lists show as many. */
const SHORT = 12;

/** Patterns and predefined queries of the project whose names begin so; none where its configuration is not sound. */
export async function completeWork(context: CliContext, partial: string): Promise<string[]> {
  return proposed(partial, async () => {
    const { patterns, queries } = await loadProject(context, {});
    return [...(await namesIn(patterns, 'folders')), ...(await namesIn(queries, 'folders'))];
  });
}

/** Jobs of a lake on this machine whose ids begin so. A lake in S3 is not asked: completion has to be quick. */
export async function completeJobs(context: CliContext, partial: string): Promise<string[]> {
  return proposed(partial, async () => {
    const project = await loadProject(context, {});
    if (project.s3 !== null) return [];
    const jobs = await readJobs(await openLake(project), undefined, () => undefined);
    return jobs.map(({ description }) => description.job_id.slice(0, SHORT));
  });
}

async function proposed(partial: string, names: () => Promise<string[]>): Promise<string[]> {
  try {
    return (await names()).filter((name) => name.startsWith(partial));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
