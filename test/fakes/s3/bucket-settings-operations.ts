import { PUBLIC_ACCESS } from './fake-bucket-settings.js';
import type { Act } from './object-operations.js';
import type { S3Operation } from './s3-call.js';
import { S3Error } from './s3-error.js';
import { type Reply, xmlReply } from './s3-reply.js';

/** Operations that tell the settings of a bucket, with S3's own code where nothing is set. */
export const bucketSettingsOperations = {
  GetBucketEncryption: ({ bucket }) => {
    const { algorithm, kms_key } = set(
      bucket.settings.encryption,
      'ServerSideEncryptionConfigurationNotFoundError',
    );
    return xmlReply('ServerSideEncryptionConfiguration', [
      [
        'Rule',
        [
          [
            'ApplyServerSideEncryptionByDefault',
            [
              ['SSEAlgorithm', algorithm],
              ...(kms_key === null ? [] : [['KMSMasterKeyID', kms_key] as [string, string]]),
            ],
          ],
        ],
      ],
    ]);
  },
  GetBucketVersioning: ({ bucket }) => {
    const { versioning } = bucket.settings;
    return xmlReply('VersioningConfiguration', versioning === null ? [] : [['Status', versioning]]);
  },
  GetPublicAccessBlock: ({ bucket }) => {
    const blocks = set(bucket.settings.public_access, 'NoSuchPublicAccessBlockConfiguration');
    return xmlReply(
      'PublicAccessBlockConfiguration',
      PUBLIC_ACCESS.map((name): [string, string] => [name, String(blocks[name])]),
    );
  },
  GetBucketPolicy: ({ bucket }) => {
    const policy = set(bucket.settings.policy, 'NoSuchBucketPolicy');
    const headers = { 'content-type': 'application/json' };
    return { status: 200, headers, body: Buffer.from(JSON.stringify(policy)) };
  },
  GetObjectLockConfiguration: ({ bucket }) => {
    const { mode, days } = set(bucket.settings.object_lock, 'ObjectLockConfigurationNotFoundError');
    return xmlReply('ObjectLockConfiguration', [
      ['ObjectLockEnabled', 'Enabled'],
      [
        'Rule',
        [
          [
            'DefaultRetention',
            [
              ['Mode', mode],
              ['Days', days],
            ],
          ],
        ],
      ],
    ]);
  },
  GetBucketOwnershipControls: ({ bucket }) => {
    const rule = set(bucket.settings.ownership, 'OwnershipControlsNotFoundError');
    return xmlReply('OwnershipControls', [['Rule', [['ObjectOwnership', rule]]]]);
  },
  GetBucketLogging: ({ bucket }) => {
    const { access_log } = bucket.settings;
    const target: [string, string] = ['TargetBucket', access_log ?? ''];
    return xmlReply('BucketLoggingStatus', access_log === null ? [] : [['LoggingEnabled', [target]]]);
  },
  GetBucketLifecycleConfiguration: ({ bucket }) => {
    const { prefix, days } = set(bucket.settings.abandoned_uploads, 'NoSuchLifecycleConfiguration');
    return xmlReply('LifecycleConfiguration', [
      [
        'Rule',
        [
          ['ID', 'abandoned-uploads'],
          ['Status', 'Enabled'],
          ['Filter', [['Prefix', prefix]]],
          ['AbortIncompleteMultipartUpload', [['DaysAfterInitiation', days]]],
        ],
      ],
    ]);
  },
} satisfies Partial<Record<S3Operation, (act: Act) => Reply>>;

function set<Value>(value: Value | null, unset: string): Value {
  if (value === null) throw new S3Error(404, unset);
  return value;
}
