import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { s3ErrorFacts } from '../../store/s3-error-facts.js';
import type { S3Session } from '../../store/s3-session.js';
import type { PolicyDocument } from '../policy/policy-document.js';
import type { Answer } from './answer.js';
import type { BucketSettingName, BucketSettings, BucketSettingsReader } from './bucket-settings.js';
import { readOnce } from './settings-reader.js';

type Reading<Value> = {
  readonly operation: string;
  readonly permission: string;
  /** Code with which S3 says that nothing is set. */
  readonly unset: string | null;
  readonly read: (client: S3Client, bucket: { Bucket: string }) => Promise<Value | null>;
};

/** The settings of a session's bucket as S3 tells them, each asked once; every call is repeated where that may help. */
export function openBucketSettings(session: S3Session): BucketSettingsReader {
  return readOnce<BucketSettings>({
    encryption: () => readSetting(session, READINGS.encryption),
    versioning: () => readSetting(session, READINGS.versioning),
    public_access: () => readSetting(session, READINGS.public_access),
    policy: () => readSetting(session, READINGS.policy),
    object_lock: () => readSetting(session, READINGS.object_lock),
    ownership: () => readSetting(session, READINGS.ownership),
    logging: () => readSetting(session, READINGS.logging),
    lifecycle: () => readSetting(session, READINGS.lifecycle),
  });
}

async function readSetting<Value>(
  session: S3Session,
  { operation, permission, unset, read }: Reading<Value>,
): Promise<Answer<Value>> {
  try {
    const value = await session.call(operation, '', () =>
      read(session.client, { Bucket: session.settings.location.bucket }),
    );
    return value === null ? { kind: 'unset' } : { kind: 'set', value };
  } catch (failure) {
    const { name } = s3ErrorFacts(failure instanceof OperationalFailure ? failure.cause : failure);
    if (name === unset) return { kind: 'unset' };
    if (failure instanceof OperationalFailure && failure.code === 's3-access-denied')
      return { kind: 'unreadable', permission, reason: name };
    throw failure;
  }
}

const DAYS_OF_A_YEAR = 365;

const READINGS: { readonly [Name in BucketSettingName]: Reading<BucketSettings[Name]> } = {
  encryption: {
    operation: 'GetBucketEncryption',
    permission: 's3:GetEncryptionConfiguration',
    unset: 'ServerSideEncryptionConfigurationNotFoundError',
    read: async (client, bucket) => {
      const { ServerSideEncryptionConfiguration: all } = await client.send(
        new GetBucketEncryptionCommand(bucket),
      );
      const rule = all?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
      if (rule?.SSEAlgorithm === undefined) return null;
      return { algorithm: rule.SSEAlgorithm, kms_key: rule.KMSMasterKeyID ?? null };
    },
  },
  versioning: {
    operation: 'GetBucketVersioning',
    permission: 's3:GetBucketVersioning',
    unset: null,
    read: async (client, bucket) => {
      const { Status: status } = await client.send(new GetBucketVersioningCommand(bucket));
      return status === undefined ? null : { status };
    },
  },
  public_access: {
    operation: 'GetPublicAccessBlock',
    permission: 's3:GetBucketPublicAccessBlock',
    unset: 'NoSuchPublicAccessBlockConfiguration',
    read: async (client, bucket) => {
      const { PublicAccessBlockConfiguration: set } = await client.send(
        new GetPublicAccessBlockCommand(bucket),
      );
      return {
        block_public_acls: set?.BlockPublicAcls ?? false,
        ignore_public_acls: set?.IgnorePublicAcls ?? false,
        block_public_policy: set?.BlockPublicPolicy ?? false,
        restrict_public_buckets: set?.RestrictPublicBuckets ?? false,
      };
    },
  },
  policy: {
    operation: 'GetBucketPolicy',
    permission: 's3:GetBucketPolicy',
    unset: 'NoSuchBucketPolicy',
    read: async (client, bucket) => {
      const { Policy: text } = await client.send(new GetBucketPolicyCommand(bucket));
      return text === undefined ? null : (JSON.parse(text) as PolicyDocument);
    },
  },
  object_lock: {
    operation: 'GetObjectLockConfiguration',
    permission: 's3:GetBucketObjectLockConfiguration',
    unset: 'ObjectLockConfigurationNotFoundError',
    read: async (client, bucket) => {
      const { ObjectLockConfiguration: set } = await client.send(
        new GetObjectLockConfigurationCommand(bucket),
      );
      const { Mode, Days, Years } = set?.Rule?.DefaultRetention ?? {};
      return { mode: Mode ?? null, days: Days ?? (Years ?? 0) * DAYS_OF_A_YEAR };
    },
  },
  ownership: {
    operation: 'GetBucketOwnershipControls',
    permission: 's3:GetBucketOwnershipControls',
    unset: 'OwnershipControlsNotFoundError',
    read: async (client, bucket) => {
      const { OwnershipControls: set } = await client.send(new GetBucketOwnershipControlsCommand(bucket));
      const rule = set?.Rules?.[0]?.ObjectOwnership;
      return rule === undefined ? null : { rule };
    },
  },
  logging: {
    operation: 'GetBucketLogging',
    permission: 's3:GetBucketLogging',
    unset: null,
    read: async (client, bucket) => {
      const { LoggingEnabled: set } = await client.send(new GetBucketLoggingCommand(bucket));
      return set?.TargetBucket === undefined ? null : { target: set.TargetBucket };
    },
  },
  lifecycle: {
    operation: 'GetBucketLifecycleConfiguration',
    permission: 's3:GetLifecycleConfiguration',
    unset: 'NoSuchLifecycleConfiguration',
    read: async (client, bucket) => {
      const { Rules = [] } = await client.send(new GetBucketLifecycleConfigurationCommand(bucket));
      const days = Rules.filter(isOfWholeBucket).map(
        ({ AbortIncompleteMultipartUpload: abort }) => abort?.DaysAfterInitiation ?? null,
      );
      return { abandoned_after_days: days.find((own) => own !== null) ?? null };
    },
  },
};

function isOfWholeBucket({ Status, Filter, Prefix }: LifecycleRule): boolean {
  const { Prefix: prefix = '', ...narrower } = Filter ?? {};
  return (
    Status === 'Enabled' &&
    (Prefix ?? prefix) === '' &&
    Object.values(narrower).every((one) => one === undefined)
  );
}
