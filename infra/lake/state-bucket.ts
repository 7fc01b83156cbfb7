import { Duration } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import { type LakeBucketProps, lakeBucket } from './lake-bucket.js';

/** What steps put once; the map of Step Functions writes its own results beside it, without a condition. */
const PUT_ONCE = [
  'lists/',
  'ranges/',
  'trails/',
  'execution=*/files/',
  'execution=*/outcomes/',
  'execution=*/plans.json',
];

/** Days that the state of an execution is kept; it can be redriven for fourteen. */
const DAYS = 30;

/**
 * The bucket of what an execution keeps for itself. Step Functions reads the items of its map from it, and writes what came of them,
 * as the role of the machine and from the network of AWS: `guard.service_roles` lets it in.
 */
export function stateBucket(
  scope: Construct,
  { names, ...props }: Omit<LakeBucketProps, 'name' | 'lock_days'> & { names: Names },
): Bucket {
  const expiration = Duration.days(DAYS);
  return lakeBucket(scope, 'state', {
    ...props,
    name: names.bucket('state'),
    lock_days: null,
    guard: { ...props.guard, put_once: PUT_ONCE },
    lifecycle: [{ id: 'executions', expiration, noncurrentVersionExpiration: expiration }],
  });
}
