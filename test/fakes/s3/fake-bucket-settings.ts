/** Settings of a bucket as S3 keeps them; null where none is set. */
export type FakeBucketSettings = {
  encryption: { algorithm: string; kms_key: string | null } | null;
  versioning: 'Enabled' | 'Suspended' | null;
  public_access: Readonly<Record<(typeof PUBLIC_ACCESS)[number], boolean>> | null;
  policy: object | null;
  object_lock: { mode: 'COMPLIANCE' | 'GOVERNANCE'; days: number } | null;
  ownership: string | null;
  /** Bucket in which accesses are logged. */
  access_log: string | null;
  /** The rule that ends uploads which nobody ended. */
  abandoned_uploads: { prefix: string; days: number } | null;
};

/** The four settings of Block Public Access. */
export const PUBLIC_ACCESS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const;

/** Endpoint that the policy of a sound bucket lets in. */
export const FAKE_ENDPOINT = 'vpce-0123456789abcdef0';

/** A bucket as it should be: encrypted with a key, versioned, locked, closed to all but an endpoint over TLS. */
export function soundSettings(bucket: string, kms_key: string): FakeBucketSettings {
  return {
    encryption: { algorithm: 'aws:kms', kms_key },
    versioning: 'Enabled',
    public_access: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    policy: { Version: '2012-10-17', Statement: soundStatements(bucket, kms_key) },
    object_lock: { mode: 'COMPLIANCE', days: 2192 },
    ownership: 'BucketOwnerEnforced',
    access_log: 'acme-access-logs',
    abandoned_uploads: { prefix: '', days: 7 },
  };
}

/** One statement of a policy that denies everybody something. */
export type Denial = {
  Sid: string;
  Effect: string;
  Principal: string;
  Action: string | string[];
  Resource: string[];
  Condition: Record<string, Record<string, string | string[]>>;
};

const ADMIN = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/lake-administration' } };
const NO_SERVICE = { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' };
const SSE = 's3:x-amz-server-side-encryption';
const SSE_KEY = `${SSE}-aws-kms-key-id`;

/** The denials of a sound policy, each by itself. */
export function soundStatements(bucket: string, kms_key: string): Denial[] {
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const deny = (Sid: string, Action: string | string[], Condition: Denial['Condition']): Denial => ({
    ...{ Sid, Effect: 'Deny', Principal: '*', Action, Resource, Condition },
  });
  return [
    deny('TlsOnly', 's3:*', { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('CurrentTls', 's3:*', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
    deny('WrittenOnce', 's3:PutObject', {
      Null: { 's3:if-none-match': 'true' },
      Bool: { 's3:ObjectCreationOperation': 'true' },
    }),
    deny('EndpointOnly', 's3:*', {
      StringNotEqualsIfExists: { 'aws:SourceVpce': FAKE_ENDPOINT },
      BoolIfExists: NO_SERVICE,
      ...ADMIN,
    }),
    // A put that names nothing is encrypted as the bucket says.
    deny('KmsOnly', 's3:PutObject', {
      StringNotEquals: { [SSE]: 'aws:kms' },
      Null: { [SSE]: 'false' },
    }),
    deny('OurKeyOnly', 's3:PutObject', {
      StringNotEquals: { [SSE_KEY]: kms_key },
      Null: { [SSE_KEY]: 'false' },
    }),
    deny('NoCustomerKey', 's3:PutObject', { Null: { [`${SSE}-customer-algorithm`]: 'false' } }),
    deny(
      'HistoryKept',
      [
        's3:DeleteObjectVersion',
        's3:BypassGovernanceRetention',
        's3:PutBucketPolicy',
        's3:DeleteBucketPolicy',
        's3:PutLifecycleConfiguration',
      ],
      ADMIN,
    ),
  ];
}
