import { onTestFinished } from 'vitest';
import { openEmrRunner } from '../../../src/jobs/emr/open-emr-runner.js';
import type { EmrPlace } from '../../../src/jobs/emr/start-parameters.js';
import type { RecordedJob } from '../../../src/jobs/job-records.js';
import { writeJobRows } from '../../../src/jobs/job-results.js';
import { type JobContext, lookAtJob, type Route, type SeenJob } from '../../../src/jobs/submit-job.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import type { EmrJobRun, EmrSettings, WorkResult } from '../../fakes/emr/emr-state.js';
import { FakeEmr } from '../../fakes/emr/fake-emr.js';
import { retryMeans } from '../../fakes/glue/start-glue.js';

/** Where jobs of tests run. */
export const emrPlace: EmrPlace = {
  region: 'us-east-1',
  role: 'arn:aws:iam::123456789012:role/jobs',
  endpoint: null,
  bucket: { bucket: 'lake-bucket', prefix: 'lake' },
  kms_key: 'arn:aws:kms:us-east-1:123456789012:key/1',
  classes: { surveillance: { application: '00surveillance' }, predefined: { application: '00predefined' } },
  rates: { vcpu_hour: '0.052624', memory_gb_hour: '0.0057785', storage_gb_hour: '0.000111' },
};

export const emrRoute: Route = { runner: 'emr-serverless', route: 'asked for', estimate_usd: '0.1' };

/** The argument of a job run by its name, as a key of the lake. */
export function argumentOf(run: EmrJobRun, name: string): string {
  const given = run.input.jobDriver?.sparkSubmit?.entryPointArguments ?? [];
  return (given[given.indexOf(`--${name}`) + 1] ?? '').replace('s3://lake-bucket/lake/', '');
}

/** What Spark does for a plan that finds nothing: it writes empty results. */
export async function findNothing(store: ObjectStore, run: EmrJobRun): Promise<WorkResult> {
  const bytes = await store.get(argumentOf(run, 'plan'));
  if (bytes === null) return { ok: false, details: 'AccessDenied: no plan' };
  const { plan_id } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { plan_id: string };
  const rows = { plan_id, engine: 'fake', alerts: [], evidence: [] };
  await writeJobRows(store, `${argumentOf(run, 'out')}/`, rows);
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

/** A caller of its own: nothing but fake and lake is shared with others. */
export function jobsOn(emr: FakeEmr, store: ObjectStore, place: Partial<EmrPlace> = {}): JobContext {
  const runner = openEmrRunner({ ...emrPlace, endpoint: emr.endpoint, ...place }, store, retryMeans());
  return {
    store,
    address: 's3://lake-bucket/lake',
    runner: () => Promise.resolve(runner),
    now_ns: () => BigInt(emr.state.now_ms) * 1_000_000n,
  };
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
