import { onTestFinished } from 'vitest';
import type { EmrPlace } from '../../../src/jobs/emr/start-parameters.js';
import type { RecordedJob } from '../../../src/jobs/job-records.js';
import { writeJobRows } from '../../../src/jobs/job-results.js';
import { type JobContext, lookAtJob, type SeenJob } from '../../../src/jobs/submit-job.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import type { EmrJobRun, EmrSettings, WorkResult } from '../../fakes/emr/emr-state.js';
import { FakeEmr } from '../../fakes/emr/fake-emr.js';
import { jobsOn } from './emr-context.js';

/** The argument of a job run by its name, as a key of the lake. */
export function argumentOf(run: EmrJobRun, name: string): string {
  const given = run.input.jobDriver?.sparkSubmit?.entryPointArguments ?? [];
  return (given[given.indexOf(`--${name}`) + 1] ?? '').replace('s3://lake-bucket/lake/', '');
}

/** What Spark does for a plan that finds nothing: it writes empty results. */
export function findNothing(store: ObjectStore, run: EmrJobRun): Promise<WorkResult> {
  return findNothingFor(store, { plan: argumentOf(run, 'plan'), out: argumentOf(run, 'out') });
}

/** The same from the keys of a plan and of the folder of its results. */
export async function findNothingFor(
  store: ObjectStore,
  { plan, out }: { plan: string; out: string },
): Promise<WorkResult> {
  const bytes = await store.get(plan);
  if (bytes === null) return { ok: false, details: 'AccessDenied: no plan' };
  const { plan_id } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { plan_id: string };
  const rows = { plan_id, engine: 'fake', alerts: [], evidence: [] };
  await writeJobRows(store, `${out}/`, rows);
  return { ok: true };
}

/** Jobs on a fake that goes with the test, with a lake in a folder. */
export async function emrJobs(
  folder: string,
  settings: Partial<EmrSettings> & { place?: Partial<EmrPlace> } = {},
): Promise<{ emr: FakeEmr; store: ObjectStore; jobs: JobContext }> {
  stubAwsEnvironment();
  const store = openLocalStore(folder);
  const { place = {}, ...rest } = settings;
  const emr = await FakeEmr.start({ work: (run) => findNothing(store, run), ...rest });
  onTestFinished(() => emr.stop());
  return { emr, store, jobs: jobsOn(emr, store, place) };
}

/** Looks at a job until it has ended; the states that were seen on the way. */
export async function untilEnded(
  jobs: JobContext,
  job: RecordedJob,
): Promise<{ job: RecordedJob; states: string[] }> {
  const states: string[] = [];
  let seen: SeenJob = { job, status: null };
  for (let looks = 0; seen.job.attempts.at(-1)?.ended == null; looks += 1) {
    if (looks > 500) throw new Error(`still ${states.at(-1)}`);
    seen = await lookAtJob(jobs, seen.job);
    const state = seen.status?.native_state ?? seen.job.attempts.at(-1)?.ended?.native_state;
    if (state != null && state !== states.at(-1)) states.push(state);
  }
  return { job: seen.job, states };
}
