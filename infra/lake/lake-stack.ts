import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { type Bucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge, guardRule, inBothPacks } from '../acknowledge.js';
import { ANSWERS } from '../catalog/work-groups.js';
import { dataKey } from '../keys/data-key.js';
import type { Names } from '../names.js';
import { lockDays, type RetentionPeriods } from '../retention-periods.js';
import type { Stage } from '../stage.js';
import type { GuardedBucket } from './bucket-denials.js';
import { lakeBucket } from './lake-bucket.js';
import { personalKey } from './personal-key.js';
import { stateBucket } from './state-bucket.js';

/** What the stack of the lake needs to know. */
export type LakeStackProps = StackProps & {
  stage: Stage;
  names: Names;
  periods: RetentionPeriods;
  s3_endpoint_id: string;
};

type Guard = Omit<GuardedBucket, 'arn'>;

/** Folders of the lake in which an object is put once (ARCHITECTURE.md, "A lake on disk"); what Spark and EMR write lies in `jobs/`. */
export const PUT_ONCE = [
  'raw/',
  'data/',
  'quarantine/',
  'corrections/',
  'manifests/',
  'checkpoints/',
  'repairs/',
  'results/',
  'runs/',
  'canaries/',
  'audit/',
];

/** Folder of the results bucket in which reports of days are put once. */
export const REPORTS = 'reports/';

/** Keys and buckets of the records. */
export class LakeStack extends Stack {
  readonly data_key: Key;
  readonly access_logs: Bucket;
  readonly personal_key_arn: string;

  constructor(scope: Construct, id: string, props: LakeStackProps) {
    super(scope, id, props);
    const { stage, names, periods } = props;
    this.data_key = dataKey(this, stage, names);
    this.personal_key_arn = personalKey(this, { stage, names, key: this.data_key });
    const guard = (own: Partial<GuardedBucket>): Guard => ({
      stage,
      s3_endpoint_id: props.s3_endpoint_id,
      key_arn: this.data_key.keyArn,
      service_roles: [],
      removers: [names.roleArn('retention')],
      put_once: [],
      least_lock_days: null,
      ...own,
    });
    this.access_logs = this.logBucket(names, stage, guard({ key_arn: null, removers: [] }));
    const shared = { key: this.data_key, access_logs: this.access_logs, keep: stage.sizes.keep };
    const raw = lakeBucket(this, 'raw', {
      ...shared,
      name: names.bucket('raw'),
      lock_days: stage.sizes.lock_days ?? lockDays(periods.longest_years),
      guard: guard({
        put_once: [''],
        least_lock_days: stage.sizes.lock_days ?? periods.shortest_years * 365,
      }),
    });
    const canonical = lakeBucket(this, 'canonical', {
      ...shared,
      name: names.bucket('canonical'),
      lock_days: null,
      guard: guard({ put_once: PUT_ONCE }),
      lifecycle: Object.entries(periods.accessible_years).map(([dataset, years]) => ({
        id: `accessible-${dataset}`,
        prefix: `data/${dataset}/`,
        transitions: [
          {
            storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
            transitionAfter: Duration.days(lockDays(years)),
          },
        ],
      })),
    });
    lakeBucket(this, 'quarantine', {
      ...shared,
      name: names.bucket('quarantine'),
      lock_days: null,
      guard: guard({ put_once: [''] }),
    });
    lakeBucket(this, 'results', {
      ...shared,
      name: names.bucket('results'),
      lock_days: null,
      // Athena puts answers without a condition; what it tells the pipeline is kept in the lake.
      guard: guard({ put_once: [...PUT_ONCE, REPORTS] }),
      lifecycle: [
        {
          id: 'answers',
          prefix: ANSWERS,
          expiration: Duration.days(30),
          noncurrentVersionExpiration: Duration.days(30),
        },
      ],
    });
    stateBucket(this, { ...shared, names, guard: guard({ service_roles: [names.machine_role_arn] }) });
    new CfnOutput(this, 'RawBucket', { value: raw.bucketName });
    new CfnOutput(this, 'CanonicalBucket', { value: canonical.bucketName });
    new CfnOutput(this, 'DataKeyArn', { value: this.data_key.keyArn });
  }

  private logBucket(names: Names, stage: Stage, guard: Guard): Bucket {
    const bucket = lakeBucket(this, 'access-logs', {
      name: names.bucket('access-logs'),
      key: null,
      access_logs: null,
      lock_days: null,
      keep: stage.sizes.keep,
      guard,
      lifecycle: [{ id: 'six-years', expiration: Duration.days(lockDays(6)) }],
    });
    const service_keys = 'S3 delivers server access logs only to buckets with keys of its own (SSE-S3).';
    acknowledge(bucket, {
      ...inBothPacks('S3DefaultEncryptionKMS', service_keys),
      [guardRule('s3_bucket_default_encryption_kms_check')]: service_keys,
      [guardRule('s3_bucket_logging_enabled_check')]:
        'A log of accesses to the log of accesses would never end.',
    });
    return bucket;
  }
}
