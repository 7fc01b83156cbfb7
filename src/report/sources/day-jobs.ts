import { jobDocument } from '../../jobs/job-document.js';
import { type RecordedJob, readJobs } from '../../jobs/job-records.js';
import type { AsOf } from '../../lake/as-of.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { KnownJobs } from '../list-jobs.js';

/** The jobs of a trade date as the lake records them, or as it did at a state; no service is asked. */
export async function readDayJobs(
  store: ObjectStore,
  trade_date: string,
  as_of: AsOf | undefined,
): Promise<KnownJobs> {
  const damaged: string[] = [];
  const recorded = await readJobs(store, trade_date, ({ message }) => damaged.push(message));
  const then = as_of === undefined ? recorded : recorded.flatMap((job) => jobThen(job, as_of));
  const jobs = then.map((job) => ({ job: jobDocument(job), plan_id: job.description.plan.plan_id }));
  return { jobs, damaged: damaged.sort() };
}

/** A job without what became of it later; none of it where nothing had begun, as a plan is recorded without a clock. */
function jobThen({ description, attempts }: RecordedJob, { instant_ns }: AsOf): RecordedJob[] {
  const until = (text: string) => BigInt(Date.parse(text)) * 1_000_000n <= instant_ns;
  const begun = attempts
    .filter(({ begun: { began_at } }) => until(began_at))
    .map(({ ended, ...attempt }) => ({
      ...attempt,
      ended: ended !== null && until(ended.ended_at) ? ended : null,
    }));
  return begun.length === 0 ? [] : [{ description, attempts: begun }];
}
