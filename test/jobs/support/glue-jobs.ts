import { onTestFinished } from 'vitest';
import type { GlueJobPlace } from '../../../src/jobs/glue/glue-requests.js';
import { openGlueRunner } from '../../../src/jobs/glue/open-glue-runner.js';
import type { JobContext, Route } from '../../../src/jobs/submit-job.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import type { WorkResult } from '../../fakes/emr/emr-state.js';
import { FakeGlueJobs } from '../../fakes/glue-jobs/fake-glue-jobs.js';
import type { FakeRun, GlueJobsSettings } from '../../fakes/glue-jobs/glue-jobs-state.js';
import { findNothingFor } from './emr-jobs.js';

export const glueRoute: Route = { runner: 'glue', route: 'asked for', estimate_usd: '0.02' };

/** The argument of a run by its name, as a key of the lake. */
export function glueArgument({ input }: FakeRun, name: string): string {
  return (input.Arguments?.[`--${name}`] ?? '').replace('s3://lake-bucket/lake/', '');
}

/** A caller of its own: nothing but fake and lake is shared with others. */
export function jobsOnGlue(
  fake: FakeGlueJobs,
  store: ObjectStore,
  place: Partial<GlueJobPlace> = {},
): JobContext {
  const whole: GlueJobPlace = {
    region: 'us-east-1',
    role: 'arn:aws:iam::123456789012:role/jobs',
    security_configuration: null,
    connection: null,
    endpoint: fake.endpoint,
    bucket: { bucket: 'lake-bucket', prefix: 'lake' },
    kms_key: 'arn:aws:kms:us-east-1:123456789012:key/1',
    classes: {},
    usd_per_dpu_hour: '0.44',
    ...place,
  };
  const runner = openGlueRunner(whole, store, {
    now_ms: () => 0,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
  });
  return {
    store,
    address: 's3://lake-bucket/lake',
    host: 'here',
    runner: () => Promise.resolve(runner),
    now_ns: () => BigInt(fake.state.now_ms) * 1_000_000n,
  };
}

/** What Spark does for a plan that finds nothing. */
export function findNothingOnGlue(store: ObjectStore, run: FakeRun): Promise<WorkResult> {
  return findNothingFor(store, { plan: glueArgument(run, 'plan'), out: glueArgument(run, 'out') });
}

/** Jobs on a fake that goes with the test, with a lake in a folder. */
export async function glueJobs(
  folder: string,
  settings: Partial<GlueJobsSettings> & { place?: Partial<GlueJobPlace> } = {},
): Promise<{ glue: FakeGlueJobs; store: ObjectStore; jobs: JobContext }> {
  stubAwsEnvironment();
  const store = openLocalStore(folder);
  const { place = {}, ...rest } = settings;
  const glue = await FakeGlueJobs.start({ work: (run) => findNothingOnGlue(store, run), ...rest });
  onTestFinished(() => glue.stop());
  return { glue, store, jobs: jobsOnGlue(glue, store, place) };
}
