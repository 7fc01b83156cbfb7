import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge, guardRule, inBothPacks } from '../acknowledge.js';
import { bucketDenials, type GuardedBucket } from './bucket-denials.js';

/** What a bucket is made of. */
export type LakeBucketProps = {
  name: string;
  /** The key that encrypts; null where the service that writes can use S3's own keys only. */
  key: IKey | null;
  /** Where accesses are logged; null for the log itself. */
  access_logs: IBucket | null;
  /** Days of the lock that every new object gets, in compliance mode; null for none. */
  lock_days: number | null;
  keep: boolean;
  guard: Omit<GuardedBucket, 'arn'>;
  lifecycle?: LifecycleRule[];
};

/** A private, versioned bucket with one key, a log and its denials; locked where it holds books and records. */
export function lakeBucket(scope: Construct, id: string, props: LakeBucketProps): Bucket {
  const { key, access_logs, lock_days } = props;
  const bucket = new Bucket(scope, id, {
    bucketName: props.name,
    ...(key === null
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    ...(access_logs === null
      ? {}
      : { serverAccessLogsBucket: access_logs, serverAccessLogsPrefix: `${id}/` }),
    ...(lock_days === null
      ? {}
      : {
          objectLockEnabled: true,
          objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(lock_days)),
        }),
    lifecycleRules: [
      { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ...(props.lifecycle ?? []),
    ],
    removalPolicy: props.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const denial of bucketDenials({ ...props.guard, arn: bucket.bucketArn }))
    bucket.addToResourcePolicy(denial);
  acknowledge(bucket, {
    ...inBothPacks(
      'S3BucketReplicationEnabled',
      'One region by decision (ADR 49): versions and locks guard against people, not against the loss of a region.',
    ),
    [guardRule('s3_event_notifications_enabled_check')]:
      'Every call on its objects is an event of the trail, which nobody who may change the bucket can turn off.',
    ...(lock_days === null
      ? {
          [guardRule('s3_bucket_object_lock_enabled_check')]:
            'Raw deliveries and the trail are locked; what is made of them can be made again, and is removed by lake retention (ADR 49).',
        }
      : {}),
  });
  return bucket;
}
