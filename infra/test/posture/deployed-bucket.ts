import type { FakeBucketSettings } from '../../../test/fakes/s3/fake-bucket-settings.js';

type BucketProperties = {
  BucketName: string;
  BucketEncryption?: {
    ServerSideEncryptionConfiguration: [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: string; KMSMasterKeyID?: string } },
    ];
  };
  VersioningConfiguration?: { Status: 'Enabled' };
  PublicAccessBlockConfiguration?: FakeBucketSettings['public_access'];
  ObjectLockConfiguration?: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE'; Days: number } } };
  OwnershipControls?: { Rules: [{ ObjectOwnership: string }] };
  LoggingConfiguration?: { DestinationBucketName: string };
  LifecycleConfiguration?: {
    Rules: { Prefix?: string; AbortIncompleteMultipartUpload?: { DaysAfterInitiation: number } }[];
  };
};

/** The settings that S3 has of a bucket which a template declares, with the policy of it among `policies`. */
export function deployedBucket(
  properties: Record<string, unknown>,
  policies: readonly Record<string, unknown>[],
): FakeBucketSettings {
  const bucket = properties as BucketProperties;
  const encryption =
    bucket.BucketEncryption?.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault;
  const lock = bucket.ObjectLockConfiguration?.Rule.DefaultRetention;
  const aborts = bucket.LifecycleConfiguration?.Rules.find(
    ({ AbortIncompleteMultipartUpload: abort }) => abort !== undefined,
  );
  const policy = policies.find(({ Bucket }) => Bucket === bucket.BucketName)?.['PolicyDocument'];
  return {
    encryption:
      encryption === undefined
        ? null
        : { algorithm: encryption.SSEAlgorithm, kms_key: encryption.KMSMasterKeyID ?? null },
    versioning: bucket.VersioningConfiguration?.Status ?? null,
    public_access: bucket.PublicAccessBlockConfiguration ?? null,
    policy: (policy as object | undefined) ?? null,
    object_lock: lock === undefined ? null : { mode: lock.Mode, days: lock.Days },
    ownership: bucket.OwnershipControls?.Rules[0].ObjectOwnership ?? null,
    access_log: bucket.LoggingConfiguration?.DestinationBucketName ?? null,
    abandoned_uploads:
      aborts === undefined
        ? null
        : {
            prefix: aborts.Prefix ?? '',
            days: aborts.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? 0,
          },
  };
}
