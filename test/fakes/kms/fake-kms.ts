import { AwsJsonError, AwsJsonFake } from '../aws-json-fake.js';

/** A key as KMS keeps it. */
export type FakeKmsKey = {
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  manager: 'CUSTOMER' | 'AWS';
  /** Seconds since 1970; null of a key that is not being deleted. */
  deletion_s: number | null;
  rotation: boolean;
  policy: object;
};

/** The part of KMS that tells about keys. Keys are known by their ARN. */
export class FakeKms extends AwsJsonFake {
  readonly keys = new Map<string, FakeKmsKey>();
  /** Operations that are refused for lack of permission. */
  readonly denied = new Set<string>();

  private constructor() {
    super('TrentService');
  }

  static async start(): Promise<FakeKms> {
    return new FakeKms().listen();
  }

  protected act(operation: string, body: string): Promise<object> {
    const { KeyId } = JSON.parse(body) as { KeyId: string };
    if (this.denied.has(operation)) throw new AwsJsonError('AccessDeniedException', 'not allowed');
    const key = this.keys.get(KeyId);
    if (key === undefined) throw new AwsJsonError('NotFoundException', `no key ${KeyId}`);
    return Promise.resolve(told(operation, KeyId, key));
  }
}

function told(operation: string, KeyId: string, key: FakeKmsKey): object {
  switch (operation) {
    case 'DescribeKey': {
      const { state: KeyState, manager: KeyManager, deletion_s } = key;
      const deletion = deletion_s === null ? {} : { DeletionDate: deletion_s };
      return { KeyMetadata: { KeyId, KeyState, KeyManager, ...deletion } };
    }
    case 'GetKeyPolicy':
      return { Policy: JSON.stringify(key.policy) };
    case 'GetKeyRotationStatus':
      return { KeyRotationEnabled: key.rotation };
    default:
      throw new AwsJsonError('UnknownOperationException', operation, 404);
  }
}

/** A key as it should be: used through S3 for our buckets by the roles of its own account, which cannot destroy it. */
export function soundKey(account: string, region: string): FakeKmsKey {
  return {
    ...{ state: 'Enabled', manager: 'CUSTOMER', deletion_s: null, rotation: true },
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Administration',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: ['kms:Describe*', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:PutKeyPolicy'],
          Resource: '*',
        },
        {
          Sid: 'ThroughS3',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Condition: {
            StringEquals: {
              'kms:CallerAccount': account,
              'kms:ViaService': `s3.${region}.amazonaws.com`,
            },
            StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::acme*' },
          },
        },
        {
          Sid: 'DenyDestruction',
          Effect: 'Deny',
          Principal: '*',
          Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy'],
          Resource: '*',
          Condition: {
            ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/key-administration` },
          },
        },
      ],
    },
  };
}
