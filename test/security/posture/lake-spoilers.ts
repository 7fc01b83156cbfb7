import { IN_ACCOUNT } from '../../fakes/account/fake-account.js';
import type { FakeKmsKey } from '../../fakes/kms/fake-kms.js';
import {
  type Denial,
  type FakeBucketSettings,
  soundStatements,
} from '../../fakes/s3/fake-bucket-settings.js';
import type { Spoiler } from './spoiler.js';

const { key, bucket, derived_bucket } = IN_ACCOUNT;

const ofBucket = (
  change: Partial<FakeBucketSettings>,
  seen: string,
  [operation, permission]: readonly [string, string],
): Spoiler => ({
  resource: `s3://${bucket}`,
  spoil: ({ s3 }) => {
    const own = s3.bucket(bucket);
    own.settings = { ...own.settings, ...change };
  },
  seen,
  deny: ({ s3 }) => {
    s3.faults = (call) =>
      call.operation === operation && call.bucket === bucket
        ? { kind: 'answer', status: 403, code: 'AccessDenied' }
        : null;
  },
  permission,
});

/** The policy of the bucket without one of its denials, or with a statement more. */
const ofPolicy = (change: { without?: string; beside?: object }, seen: string): Spoiler => {
  const statements: object[] = soundStatements(bucket, key).filter(
    ({ Sid }: Denial) => Sid !== change.without,
  );
  if (change.beside !== undefined) statements.push({ Effect: 'Allow', ...change.beside });
  return ofBucket({ policy: { Version: '2012-10-17', Statement: statements } }, seen, [
    'GetBucketPolicy',
    's3:GetBucketPolicy',
  ]);
};

const ofKey = (
  change: (sound: FakeKmsKey) => Partial<FakeKmsKey>,
  seen: string,
  operation: string,
): Spoiler => ({
  resource: key,
  spoil: ({ kms }) => {
    const sound = kms.keys.get(key);
    if (sound !== undefined) kms.keys.set(key, { ...sound, ...change(sound) });
  },
  seen,
  deny: ({ kms }) => kms.denied.add(operation),
  permission: `kms:${operation}`,
});

const keyAllows =
  (statement: object) =>
  ({ policy }: FakeKmsKey): Partial<FakeKmsKey> => {
    const { Statement } = policy as { Statement: object[] };
    return {
      policy: {
        Version: '2012-10-17',
        Statement: [...Statement, { Effect: 'Allow', Resource: '*', ...statement }],
      },
    };
  };

type FakeTrailParts = { trail: object; status: object; selectors: object };

const ofTrail = (
  change: (trail: FakeTrailParts) => Partial<FakeTrailParts>,
  seen: string,
  operation: string,
): Spoiler => ({
  resource: IN_ACCOUNT.trail,
  spoil: ({ cloudtrail }) => {
    const [trail] = cloudtrail.trails;
    if (trail !== undefined) Object.assign(trail, change(trail));
  },
  seen,
  deny: ({ cloudtrail }) => cloudtrail.denied.add(operation),
  permission: `cloudtrail:${operation}`,
});

const TO_EVERYBODY = { Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` };
const ROOT = { AWS: 'arn:aws:iam::111122223333:root' };

/** Spoilers of buckets, key and trail, by the id of the control. */
export const LAKE_SPOILERS: Readonly<Record<string, Spoiler>> = {
  's3-default-key': ofBucket(
    { encryption: { algorithm: 'AES256', kms_key: null } },
    'the default encryption is AES256, expected aws:kms',
    ['GetBucketEncryption', 's3:GetEncryptionConfiguration'],
  ),
  's3-versioned': ofBucket({ versioning: 'Suspended' }, 'versioning is Suspended, expected Enabled', [
    'GetBucketVersioning',
    's3:GetBucketVersioning',
  ]),
  's3-public-blocked': ofBucket({ public_access: null }, 'public_access is not set', [
    'GetPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
  ]),
  's3-tls-only': ofPolicy(
    { without: 'TlsOnly' },
    's3:GetObject by arn:aws:iam::111122223333:role/writer without TLS',
  ),
  's3-vpc-endpoint-only': ofPolicy({ without: 'EndpointOnly' }, 'from the internet is not denied'),
  's3-right-key-only': ofPolicy({ without: 'OurKeyOnly' }, 'under another key is not denied'),
  's3-own-account-only': ofPolicy(
    { beside: TO_EVERYBODY },
    's3:GetObject by arn:aws:iam::999999999999:role/other through the endpoint is not refused',
  ),
  's3-history-kept': ofPolicy({ without: 'HistoryKept' }, 's3:DeleteObjectVersion by'),
  's3-removal-reserved': {
    ...ofBucket({}, '', ['GetBucketPolicy', 's3:GetBucketPolicy']),
    resource: `s3://${derived_bucket}`,
    spoil: ({ s3 }) => {
      const { settings } = s3.bucket(derived_bucket);
      settings.policy = { Version: '2012-10-17', Statement: soundStatements(derived_bucket, key) };
    },
    seen: 's3:DeleteObject by arn:aws:iam::111122223333:role/writer through the endpoint is not denied',
    deny: ({ s3 }) => {
      s3.faults = ({ operation, bucket: asked }) =>
        operation === 'GetBucketPolicy' && asked === derived_bucket
          ? { kind: 'answer', status: 403, code: 'AccessDenied' }
          : null;
    },
  },
  's3-object-locked': ofBucket(
    { object_lock: { mode: 'GOVERNANCE', days: 2192 } },
    'the default mode is GOVERNANCE, expected COMPLIANCE',
    ['GetObjectLockConfiguration', 's3:GetBucketObjectLockConfiguration'],
  ),
  's3-owner-enforced': ofBucket(
    { ownership: 'ObjectWriter' },
    'it is ObjectWriter, expected BucketOwnerEnforced',
    ['GetBucketOwnershipControls', 's3:GetBucketOwnershipControls'],
  ),
  's3-current-tls': ofPolicy({ without: 'CurrentTls' }, 'over TLS 1.1 is not denied'),
  's3-no-confused-deputy': ofPolicy(
    {
      beside: {
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${bucket}/AWSLogs/*`,
      },
    },
    's3:PutObject by cloudtrail.amazonaws.com for account 999999999999 is not refused',
  ),
  's3-written-once': ofPolicy({ without: 'WrittenOnce' }, 'without If-None-Match is not denied'),
  's3-access-logged': ofBucket({ access_log: null }, 'logging is not set', [
    'GetBucketLogging',
    's3:GetBucketLogging',
  ]),
  's3-uploads-ended': ofBucket(
    { abandoned_uploads: { prefix: 'raw/', days: 7 } },
    'no rule for the whole bucket ends uploads',
    ['GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration'],
  ),
  'kms-own-buckets-only': ofKey(
    keyAllows({
      Principal: ROOT,
      Action: 'kms:Decrypt',
      Condition: {
        StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com', 'kms:CallerAccount': '111122223333' },
      },
    }),
    'through S3 for a bucket elsewhere is not refused',
    'GetKeyPolicy',
  ),
  'kms-use-apart': ofKey(
    ({ policy }) => {
      const { Statement } = policy as { Statement: { Sid?: string }[] };
      const kept = Statement.filter(({ Sid }) => Sid !== 'DenyDestruction');
      return { policy: { Version: '2012-10-17', Statement: kept } };
    },
    'kms:PutKeyPolicy by arn:aws:iam::111122223333:role/writer by a role that uses it is not refused',
    'GetKeyPolicy',
  ),
  'kms-usable': ofKey(() => ({ state: 'Disabled' }), 'the key is Disabled, expected Enabled', 'DescribeKey'),
  'kms-rotated': ofKey(() => ({ rotation: false }), 'automatic rotation is off', 'GetKeyRotationStatus'),
  'kms-through-services-only': ofKey(
    keyAllows({ Principal: ROOT, Action: 'kms:Decrypt', Condition: { Null: { 'kms:ViaService': 'true' } } }),
    'by a direct call is not refused',
    'GetKeyPolicy',
  ),
  'kms-own-account-only': ofKey(
    keyAllows({ Principal: { AWS: '999999999999' }, Action: 'kms:Decrypt' }),
    'kms:Decrypt by arn:aws:iam::999999999999:role/other through S3 is not refused',
    'GetKeyPolicy',
  ),
  'cloudtrail-logging': ofTrail(
    () => ({ status: { IsLogging: false } }),
    'the trail does not record',
    'GetTrailStatus',
  ),
  'cloudtrail-validated': ofTrail(
    ({ trail }) => ({ trail: { ...trail, LogFileValidationEnabled: false } }),
    'log file validation is off',
    'DescribeTrails',
  ),
  'cloudtrail-data-events': ofTrail(
    () => ({ selectors: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] } }),
    'no selector records data events',
    'GetEventSelectors',
  ),
  'cloudtrail-management-events': ofTrail(
    () => ({
      selectors: {
        EventSelectors: [
          {
            IncludeManagementEvents: false,
            ReadWriteType: 'All',
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
          },
        ],
      },
    }),
    'no selector records them',
    'GetEventSelectors',
  ),
  'cloudtrail-every-region': ofTrail(
    ({ trail }) => ({ trail: { ...trail, IsMultiRegionTrail: false } }),
    'it records one region',
    'DescribeTrails',
  ),
  'cloudtrail-own-key': ofTrail(
    ({ trail }) => ({ trail: { ...trail, KmsKeyId: undefined } }),
    `the trail has no key of ours, expected ${key}`,
    'DescribeTrails',
  ),
};
