import { onTestFinished } from 'vitest';
import { openRedshiftRunner } from '../../../src/jobs/redshift/open-redshift-runner.js';
import type { RedshiftPlace } from '../../../src/jobs/redshift/redshift-place.js';
import type { JobContext, Route } from '../../../src/jobs/submit-job.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { FakeRedshift } from '../../fakes/redshift-data/fake-redshift.js';
import type { BatchResult } from '../../fakes/redshift-data/fake-warehouse.js';
import type { RedshiftSettings } from '../../fakes/redshift-data/redshift-state.js';

export const redshiftRoute: Route = { runner: 'redshift', route: 'asked for', estimate_usd: null };

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

/** What a warehouse gives for a plan that finds nothing, with the count of rows that it loaded of the first files. */
export function findNothing(sqls: readonly string[], loaded = '0'): BatchResult {
  const results = sqls.map((sql) => {
    const stage = /^SELECT '(\w+)' AS stage/.exec(sql)?.[1];
    if (stage !== undefined) {
      const records = [[{ stringValue: stage }, { stringValue: loaded }]];
      return { columns: ['stage', 'row_count'], records, rows: 1 };
    }
    return { columns: sql.startsWith('SELECT') ? ['a'] : [], records: [], rows: 0 };
  });
  return { results, error: null };
}

/** Jobs on a fake that goes with the test, with a lake in a folder; its warehouse finds nothing. */
export async function redshiftJobs(
  settings: Partial<RedshiftSettings> & { place?: Partial<RedshiftPlace> } = {},
): Promise<{ fake: FakeRedshift; store: ObjectStore; jobs: JobContext; spill: string }> {
  stubAwsEnvironment();
  const store = openLocalStore(await temporaryFolder());
  const spill = await temporaryFolder();
  const { place = {}, ...rest } = settings;
  const fake = await FakeRedshift.start({ run: (sqls) => Promise.resolve(findNothing(sqls)) }, rest);
  onTestFinished(() => fake.stop());
  return { fake, store, spill, jobs: jobsOnRedshift(fake, store, { spill, ...place }) };
}
