import { openEmrRunner } from '../../../src/jobs/emr/open-emr-runner.js';
import type { EmrPlace } from '../../../src/jobs/emr/start-parameters.js';
import type { JobContext, Route } from '../../../src/jobs/submit-job.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import type { FakeEmr } from '../../fakes/emr/fake-emr.js';

/** Where jobs of tests run. */
export const emrPlace: EmrPlace = {
  region: 'us-east-1',
  role: 'arn:aws:iam::123456789012:role/jobs',
  endpoint: null,
  bucket: { bucket: 'lake-bucket', prefix: 'lake' },
  kms_key: 'arn:aws:kms:us-east-1:123456789012:key/1',
  disk_kms_key: null,
  classes: { surveillance: { application: '00surveillance' }, predefined: { application: '00predefined' } },
  rates: { vcpu_hour: '0.052624', memory_gb_hour: '0.0057785', storage_gb_hour: '0.000111' },
};

export const emrRoute: Route = { runner: 'emr-serverless', route: 'asked for', estimate_usd: '0.1' };

/** A caller of its own: nothing but fake and lake is shared with others. */
export function jobsOn(emr: FakeEmr, store: ObjectStore, place: Partial<EmrPlace> = {}): JobContext {
  const runner = openEmrRunner({ ...emrPlace, endpoint: emr.endpoint, ...place }, store, {
    now_ms: () => 0,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
  });
  return {
    store,
    address: 's3://lake-bucket/lake',
    host: 'here',
    runner: () => Promise.resolve(runner),
    now_ns: () => BigInt(emr.state.now_ms) * 1_000_000n,
  };
}
