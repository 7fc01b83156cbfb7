import { onTestFinished } from 'vitest';
import { openRedshiftRunner } from '../../../src/jobs/redshift/open-redshift-runner.js';
import type { RedshiftPlace } from '../../../src/jobs/redshift/redshift-place.js';
import type { JobContext, Route } from '../../../src/jobs/submit-job.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { FakeRedshift } from '../../fakes/redshift-data/fake-redshift.js';
import type { FakeWarehouse } from '../../fakes/redshift-data/fake-warehouse.js';
import type { RedshiftSettings } from '../../fakes/redshift-data/redshift-state.js';

export const redshiftRoute: Route = { runner: 'redshift', route: 'asked for', estimate_usd: null };

const LAKE = 's3://lake-bucket/lake/';

/** A caller of its own: nothing but fake and lake is shared with others. */
export function jobsOnRedshift(
  fake: FakeRedshift,
  store: ObjectStore,
  place: Partial<RedshiftPlace> & { spill: string },
): JobContext {
  const whole: RedshiftPlace = {
    region: 'us-east-1',
    role: 'arn:aws:iam::123456789012:role/copy',
    database: 'dev',
    endpoint: fake.endpoint,
    bucket: { bucket: 'lake-bucket', prefix: 'lake' },
    classes: { surveillance: { workgroup: 'surveillance' }, predefined: { cluster: 'reports' } },
    ...place,
  };
  const runner = openRedshiftRunner(whole, store, {
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

/** Jobs on a fake that goes with the test, with a lake in a folder that its warehouse reads. */
export async function redshiftJobs(
  warehouse: FakeWarehouse,
  settings: Partial<RedshiftSettings> & { place?: Partial<RedshiftPlace> } = {},
): Promise<{ fake: FakeRedshift; store: ObjectStore; jobs: JobContext; spill: string }> {
  stubAwsEnvironment();
  const store = openLocalStore(await temporaryFolder());
  const spill = await temporaryFolder();
  warehouse.read = (uri) => store.get(uri.replace(LAKE, ''));
  const { place = {}, ...rest } = settings;
  const fake = await FakeRedshift.start(warehouse, rest);
  onTestFinished(() => fake.stop());
  return { fake, store, spill, jobs: jobsOnRedshift(fake, store, { spill, ...place }) };
}
