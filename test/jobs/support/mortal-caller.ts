import type { Job } from '../../../src/domain/generated/job.js';
import { jobDocument } from '../../../src/jobs/job-document.js';
import { type JobDescription, readJobs } from '../../../src/jobs/job-records.js';
import {
  type JobContext,
  lookAtJob,
  type Route,
  startNewest,
  submitJob,
} from '../../../src/jobs/submit-job.js';
import type { ObjectStore } from '../../../src/store/object-store.js';

/** Whether the caller is killed now, before something is done or after. */
export type Death = () => boolean;

/** A caller that dies at any of its doings: nothing that it would have done afterwards is done. */
export function mortal(jobs: JobContext, dies: Death): JobContext {
  let dead = false;
  const doing = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    dead ||= dies();
    if (dead) throw new Error('killed');
    const result = await act();
    dead ||= dies();
    if (dead) throw new Error('killed');
    return result;
  };
  const { store } = jobs;
  const fragile: ObjectStore = {
    ...store,
    get: (key) => doing(() => store.get(key)),
    list: (prefix) => doing(() => store.list(prefix)),
    putIfAbsent: (key, source) => doing(() => store.putIfAbsent(key, source)),
  };
  return {
    ...jobs,
    store: fragile,
    runner: async (name) => {
      const runner = await jobs.runner(name);
      return {
        ...runner,
        submit: (ticket) => doing(() => runner.submit(ticket)),
        status: (handle) => doing(() => runner.status(handle)),
        result: (handle, ticket) => doing(() => runner.result(handle, ticket)),
      };
    },
  };
}

/** Commands on a route: each submits the job, or attaches to it where it is on record, and watches it until its end. */
export function commandOn(
  route: Route,
): (jobs: JobContext, wanted: JobDescription, how: 'submit' | 'attach') => Promise<Job> {
  return async (jobs, wanted, how) => {
    const known = (await readJobs(jobs.store)).find(
      ({ description }) => description.job_id === wanted.job_id,
    );
    let job =
      how === 'submit' || known === undefined || known.attempts.length === 0
        ? await submitJob(jobs, wanted, route)
        : await startNewest(jobs, known);
    for (let looks = 0; looks < 50 && job.attempts.at(-1)?.ended == null; looks += 1) {
      job = (await lookAtJob(jobs, job)).job;
    }
    return jobDocument(job);
  };
}

/** Commands one after the other, of which callers die, until one sees the end; the job, and how many died. */
export async function untilSeen(
  command: ReturnType<typeof commandOn>,
  {
    jobs,
    wanted,
    chance,
    between,
  }: { jobs: JobContext; wanted: JobDescription; chance: () => number; between: () => void | Promise<void> },
): Promise<{ ended: Job; deaths: number }> {
  for (let deaths = 0; ; deaths += 1) {
    const how = chance() < 0.5 ? 'submit' : 'attach';
    try {
      return {
        deaths,
        ended: await command(
          mortal(jobs, () => chance() < 0.03),
          wanted,
          how,
        ),
      };
    } catch (error) {
      if ((error as Error).message !== 'killed') throw error;
      await between();
    }
  }
}
