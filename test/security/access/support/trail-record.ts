/** A record in short, as cases write it: what it does not say is that of a sound read of the lake. */
export type ShortRecord = Readonly<Record<string, unknown>>;

export const LAKE = { bucket: 'lake-bucket', prefix: 'lake' };
export const ACCOUNT = '111122223333';
export const KMS_KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/lake-key`;
export const ENDPOINT = 'vpce-lake';

export function roleArn(role: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/pipeline/${role}`;
}

const SHORT = new Set([
  ...['key', 's3_key', 'version', 'bytes', 'kms', 'tls', 'role', 'session', 'auth', 'signature'],
  ...['invokedBy', 'parameters'],
]);

/** The record as CloudTrail writes it. `null` takes a member away. */
export function trailRecord(short: ShortRecord): Record<string, unknown> {
  const name = String(short['eventName'] ?? 'GetObject');
  const key = short['s3_key'] ?? (short['key'] === undefined ? undefined : `lake/${String(short['key'])}`);
  const writes = ['PutObject', 'CopyObject', 'CompleteMultipartUpload', 'CreateMultipartUpload'].includes(
    name,
  );
  const kms = short['kms'] === undefined ? KMS_KEY : short['kms'];
  const given = Object.entries(short).filter(([member]) => !SHORT.has(member));
  const record: Record<string, unknown> = {
    eventVersion: '1.11',
    userIdentity: identity(short, writes || name.startsWith('Delete') ? 'Writer' : 'Reader'),
    eventTime: '2026-11-20T12:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '10.0.0.7',
    userAgent: '[tapewarden]',
    requestParameters: {
      bucketName: LAKE.bucket,
      ...(key === undefined ? {} : { key }),
      ...(short['parameters'] as object | undefined),
    },
    responseElements: writes
      ? {
          ...(short['version'] === undefined ? {} : { 'x-amz-version-id': short['version'] }),
          ...(kms === null ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': kms }),
        }
      : null,
    additionalEventData: {
      SignatureVersion: short['signature'] ?? 'SigV4',
      AuthenticationMethod: short['auth'] ?? 'AuthHeader',
      bytesTransferredIn: short['bytes'] ?? 0,
    },
    requestID: 'REQUEST',
    readOnly: !writes,
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: ACCOUNT,
    vpcEndpointId: ENDPOINT,
    eventCategory: 'Data',
    tlsDetails: { tlsVersion: short['tls'] ?? 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
    ...Object.fromEntries(given),
  };
  if (short['tls'] === null) record['tlsDetails'] = null;
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

function identity(short: ShortRecord, otherwise: string): unknown {
  const role = String(short['role'] ?? otherwise);
  const session = String(short['session'] ?? 'run');
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn(role), userName: role } },
    ...(short['invokedBy'] === undefined ? {} : { invokedBy: short['invokedBy'] }),
  };
}
