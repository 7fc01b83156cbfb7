import { onTestFinished } from 'vitest';
import type { AthenaPlace } from '../../../src/jobs/athena/athena-place.js';
import { openAthenaRunner } from '../../../src/jobs/athena/open-athena-runner.js';
import type { JobContext, Route } from '../../../src/jobs/submit-job.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import type { AthenaSettings, QueryOutcome } from '../../fakes/athena/athena-state.js';
import { FakeAthena } from '../../fakes/athena/fake-athena.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';

export const athenaRoute: Route = { runner: 'athena', route: 'asked for', estimate_usd: '0.00005' };

/** A caller of its own: nothing but fake and lake is shared with others. */
export function jobsOnAthena(
  fake: FakeAthena,
  store: ObjectStore,
  place: Partial<AthenaPlace> & { spill: string },
): JobContext {
  const whole: AthenaPlace = {
    region: 'us-east-1',
    endpoint: fake.endpoint,
    bucket: { bucket: 'lake-bucket', prefix: 'lake' },
    kms_key: 'alias/surveillance',
    database: 'surveillance',
    address: 's3://lake-bucket/lake/',
    classes: {
      surveillance: { athena_workgroup: 'surveillance' },
      predefined: { athena_workgroup: 'reports' },
    },
    usd_per_tb: '5.00',
    ...place,
  };
  const runner = openAthenaRunner(whole, store, {
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

/** What the engine gives for a plan that finds nothing, with the rows that it read of files. */
export function foundNothing(files: Readonly<Record<string, number>> = {}, bytes = 1_000): QueryOutcome {
  const rows = Object.entries(files).map(([file, count]) => ['file', file, String(count)]);
  return { columns: ['part', 'c1', 'c2'], rows, bytes };
}

/** Jobs on a fake that goes with the test, with a lake in a folder; its engine finds nothing. */
export async function athenaJobs(
  settings: Partial<AthenaSettings> & { place?: Partial<AthenaPlace> } = {},
): Promise<{ fake: FakeAthena; store: ObjectStore; jobs: JobContext; spill: string }> {
  stubAwsEnvironment();
  const store = openLocalStore(await temporaryFolder());
  const spill = await temporaryFolder();
  const { place = {}, ...rest } = settings;
  const fake = await FakeAthena.start({ execute: () => Promise.resolve(foundNothing()), ...rest });
  fake.state.groups.set('surveillance', null).set('reports', null);
  onTestFinished(() => fake.stop());
  return { fake, store, spill, jobs: jobsOnAthena(fake, store, { spill, ...place }) };
}
