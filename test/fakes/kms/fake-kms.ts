import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { AwsJsonError, AwsJsonFake } from '../aws-json-fake.js';
import { signDigest } from './sign-digest.js';

/** A key as KMS keeps it. */
export type FakeKmsKey = {
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  manager: 'CUSTOMER' | 'AWS';
  /** Seconds since 1970; null of a key that is not being deleted. */
  deletion_s: number | null;
  rotation: boolean;
  policy: object;
  /** The pair of a key that signs; absent of one that encrypts. */
  pair?: {
    privateKey: KeyObject;
    publicKey: KeyObject;
    spec: 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'RSA_2048';
  };
};

const SIGNS_BY = {
  ECC_NIST_P256: ['ECDSA_SHA_256'],
  ECC_NIST_P384: ['ECDSA_SHA_384'],
  RSA_2048: ['RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PSS_SHA_256'],
};

/** The part of KMS that tells about keys, and signs digests. Keys are known by their ARN, and by aliases. */
export class FakeKms extends AwsJsonFake {
  readonly keys = new Map<string, FakeKmsKey>();
  /** ARNs by alias: `alias/reports`. */
  readonly aliases = new Map<string, string>();
  /** Operations that are refused for lack of permission. */
  readonly denied = new Set<string>();

  private constructor() {
    super('TrentService');
  }

  static async start(): Promise<FakeKms> {
    return new FakeKms().listen();
  }

  protected act(operation: string, body: string): Promise<object> {
    const request = JSON.parse(body) as SignRequest;
    const KeyId = this.aliases.get(request.KeyId) ?? request.KeyId;
    if (this.denied.has(operation)) throw new AwsJsonError('AccessDeniedException', 'not allowed');
    const key = this.keys.get(KeyId);
    if (key === undefined) throw new AwsJsonError('NotFoundException', `no key ${KeyId}`);
    if (operation === 'GetPublicKey' || operation === 'Sign')
      return Promise.resolve(signing(operation, { ...request, KeyId }, key));
    return Promise.resolve(told(operation, KeyId, key));
  }
}

type SignRequest = { KeyId: string; Message?: string; MessageType?: string; SigningAlgorithm?: string };

function signing(operation: 'GetPublicKey' | 'Sign', request: SignRequest, key: FakeKmsKey): object {
  if (key.state === 'Disabled') throw new AwsJsonError('DisabledException', `${request.KeyId} is disabled`);
  if (key.state !== 'Enabled')
    throw new AwsJsonError('KMSInvalidStateException', `${request.KeyId} is pending deletion`);
  if (key.pair === undefined)
    throw operation === 'Sign'
      ? new AwsJsonError('InvalidKeyUsageException', `${request.KeyId} key usage is ENCRYPT_DECRYPT`)
      : new AwsJsonError('UnsupportedOperationException', `${request.KeyId} is symmetric`);
  const { privateKey, publicKey, spec } = key.pair;
  const { KeyId, Message = '', MessageType = 'RAW', SigningAlgorithm = '' } = request;
  if (operation === 'GetPublicKey') {
    const PublicKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    return { KeyId, PublicKey, KeySpec: spec, KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: SIGNS_BY[spec] };
  }
  if (!SIGNS_BY[spec].includes(SigningAlgorithm))
    throw new AwsJsonError(
      'InvalidKeyUsageException',
      `${SigningAlgorithm} is incompatible with key spec ${spec}`,
    );
  const message = Buffer.from(Message, 'base64');
  if (MessageType === 'DIGEST' && message.length !== 32)
    throw new AwsJsonError(
      'ValidationException',
      `Digest is invalid length for algorithm ${SigningAlgorithm}`,
    );
  if (message.length > 4096) throw new AwsJsonError('ValidationException', 'Message exceeds 4096 bytes');
  const Signature = (
    MessageType === 'DIGEST' ? signDigest(message, privateKey) : sign('sha256', message, privateKey)
  ).toString('base64');
  return { KeyId, Signature, SigningAlgorithm };
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

/** A key that signs, of a kind of KMS. */
export function signingKey(spec: NonNullable<FakeKmsKey['pair']>['spec'] = 'ECC_NIST_P256'): FakeKmsKey {
  const pair =
    spec === 'RSA_2048'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: spec.replace('ECC_NIST_', '').replace('P', 'P-') });
  return {
    ...{ state: 'Enabled', manager: 'CUSTOMER', deletion_s: null, rotation: false, policy: {} },
    pair: { ...pair, spec },
  };
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
