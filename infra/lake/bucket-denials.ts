import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ourPrincipals } from '../our-principals.js';
import type { Stage } from '../stage.js';

/** What the policy of a bucket is made of. */
export type GuardedBucket = {
  arn: string;
  stage: Stage;
  s3_endpoint_id: string;
  /** ARN of the only key that objects may be encrypted with; null where S3's own keys encrypt them. */
  key_arn: string | null;
  /** Roles with which a service that has no network in our VPC calls; each is trusted to that service alone. */
  service_roles: readonly string[];
  /** Roles that may remove what the lock and retention.yaml let go; nobody where it is empty. */
  removers: readonly string[];
  /** Prefixes below which an object is put once and never over another; empty where nothing is. */
  put_once: readonly string[];
  /** Days that a lock set by hand must have at least; null where the bucket has no lock. */
  least_lock_days: number | null;
};

/**
 * The denials of a bucket, one condition a statement: keys inside one operator are ANDed, so that two wishes in one statement let
 * through whoever fulfils one of them (ADR 48).
 */
export function bucketDenials(bucket: GuardedBucket): PolicyStatement[] {
  return [...transport(bucket), ...perimeter(bucket), ...encryption(bucket), ...keeping(bucket)];
}

type Denial = { sid: string; actions: string[]; on: 'all' | 'objects'; conditions: Record<string, object> };

function deny({ arn }: GuardedBucket, { sid, actions, on, conditions }: Denial): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions,
    resources: on === 'all' ? [arn, `${arn}/*`] : [`${arn}/*`],
    conditions,
  });
}

function transport(bucket: GuardedBucket): PolicyStatement[] {
  return [
    deny(bucket, {
      sid: 'DenyWithoutTls',
      actions: ['s3:*'],
      on: 'all',
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
    deny(bucket, {
      sid: 'DenyOldTls',
      actions: ['s3:*'],
      on: 'all',
      conditions: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    }),
  ];
}

/** Reading, writing and removing objects and their names; settings of the bucket are guarded apart. */
export const DATA_ACTIONS = [
  's3:GetObject*',
  's3:PutObject*',
  's3:DeleteObject*',
  's3:RestoreObject',
  's3:ReplicateObject',
  's3:ReplicateDelete',
  's3:ListBucket*',
  's3:ListMultipartUploadParts',
  's3:AbortMultipartUpload',
  's3:BypassGovernanceRetention',
];

function perimeter(bucket: GuardedBucket): PolicyStatement[] {
  const { stage } = bucket;
  return [
    deny(bucket, {
      sid: 'DenyOutsideEndpoint',
      actions: DATA_ACTIONS,
      on: 'all',
      conditions: {
        StringNotEqualsIfExists: { 'aws:SourceVpce': bucket.s3_endpoint_id },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
        ArnNotLikeIfExists: {
          'aws:PrincipalArn':
            bucket.service_roles.length === 0
              ? stage.break_glass
              : [stage.break_glass, ...bucket.service_roles],
        },
      },
    }),
    deny(bucket, {
      sid: 'DenyForeignPrincipals',
      actions: ['s3:*'],
      on: 'all',
      conditions: {
        StringNotEqualsIfExists: ourPrincipals(stage),
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    }),
    deny(bucket, {
      sid: 'DenyConfusedDeputy',
      actions: ['s3:*'],
      on: 'all',
      conditions: {
        Bool: { 'aws:PrincipalIsAWSService': 'true' },
        Null: { 'aws:SourceAccount': 'false' },
        StringNotEquals: { 'aws:SourceAccount': stage.account },
      },
    }),
  ];
}

function encryption(bucket: GuardedBucket): PolicyStatement[] {
  const sse = 's3:x-amz-server-side-encryption';
  const put = (sid: string, conditions: Record<string, object>): PolicyStatement =>
    deny(bucket, { sid, actions: ['s3:PutObject'], on: 'objects', conditions });
  const customer = put('DenyCustomerKeys', { Null: { [`${sse}-customer-algorithm`]: 'false' } });
  if (bucket.key_arn === null) return [customer];
  // A negated operator also matches where the header is absent, IfExists or not: without Null each would refuse every client
  // that leaves encryption to the bucket.
  return [
    put('DenyOtherEncryption', { Null: { [sse]: 'false' }, StringNotEquals: { [sse]: 'aws:kms' } }),
    put('DenyOtherKey', {
      Null: { [`${sse}-aws-kms-key-id`]: 'false' },
      StringNotEquals: { [`${sse}-aws-kms-key-id`]: bucket.key_arn },
    }),
    // Encryption by KMS that names no key is done with the key that AWS manages for the account, not with the bucket's.
    put('DenyKeyOfAws', { StringEquals: { [sse]: 'aws:kms' }, Null: { [`${sse}-aws-kms-key-id`]: 'true' } }),
    customer,
  ];
}

/** Settings by which a bucket could be opened, its lock or history weakened, or its log lost. */
export const SETTINGS = [
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:PutBucketPolicy',
  's3:PutBucketAcl',
  's3:PutBucketLogging',
  's3:PutBucketNotification',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketOwnershipControls',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutReplicationConfiguration',
];

function keeping(bucket: GuardedBucket): PolicyStatement[] {
  const { stage, removers, put_once, arn, least_lock_days } = bucket;
  const statements = [
    deny(bucket, {
      sid: 'DenySettings',
      actions: SETTINGS,
      on: 'all',
      conditions: { ArnNotLikeIfExists: { 'aws:PrincipalArn': [stage.deployer, stage.break_glass] } },
    }),
    deny(bucket, {
      sid: 'DenyRemoval',
      actions: ['s3:DeleteObject*', 's3:PutObjectAcl', 's3:PutObjectVersionAcl'],
      on: 'objects',
      conditions: removers.length === 0 ? {} : { ArnNotLikeIfExists: { 'aws:PrincipalArn': removers } },
    }),
  ];
  // Locks are of compliance, which nobody lifts; whoever sets another one must not be able to lift that either.
  statements.push(
    deny(bucket, {
      sid: 'DenyBypass',
      actions: ['s3:BypassGovernanceRetention'],
      on: 'objects',
      conditions: {},
    }),
  );
  if (put_once.length > 0)
    statements.push(
      new PolicyStatement({
        sid: 'DenyOverwrite',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: put_once.map((prefix) => `${arn}/${prefix}*`),
        // Parts of an upload carry no condition; its completion does.
        conditions: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      }),
    );
  if (least_lock_days !== null)
    statements.push(
      deny(bucket, {
        sid: 'DenyShortLock',
        actions: ['s3:PutObject', 's3:PutObjectRetention'],
        on: 'objects',
        conditions: {
          NumericLessThan: { 's3:object-lock-remaining-retention-days': String(least_lock_days) },
        },
      }),
    );
  return statements;
}
