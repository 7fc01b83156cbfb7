import { type RecordedJob, readJobs } from '../jobs/job-records.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import type { ObjectStore } from '../store/object-store.js';

/** The one job whose id begins with the text; refuses where there is none or more than one. */
export async function findJob(store: ObjectStore, id: string): Promise<RecordedJob> {
  const jobs = await readJobs(store);
  const found = jobs.filter(({ description }) => description.job_id.startsWith(id));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  if (first === undefined) {
    throw new Refusal(EXIT.usage, [
      `no job begins with "${id}", expected one of ${jobs.length}; tapewarden jobs list shows all [job-unknown]`,
    ]);
  }
  const ids = found.slice(0, 5).map(({ description }) => description.job_id.slice(0, 16));
  throw new Refusal(EXIT.usage, [
    `${found.length} jobs begin with "${id}": ${ids.join(', ')}; give more of the id [job-unclear]`,
  ]);
}
