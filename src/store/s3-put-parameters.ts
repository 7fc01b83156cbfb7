import type { ServerSideEncryption } from '@aws-sdk/client-s3';
import type { S3Session } from './s3-session.js';

/** Metadata of an object: the token of the put that made it, by which a lost reply is resolved. */
export const TOKEN_METADATA = 'tapewarden-put';
/** Metadata of an object: SHA-256 of all its bytes, by which readers check what arrives. */
export const SHA256_METADATA = 'tapewarden-sha256';

/** What one put carries, the same in all its tries. */
export type Put = { key: string; token: string; sha256: string };

/** Key, encryption and metadata of an object, however its bytes are sent. */
export function putParameters(
  s3: S3Session,
  put: Put,
): {
  Bucket: string;
  Key: string;
  ServerSideEncryption: ServerSideEncryption;
  SSEKMSKeyId: string;
  BucketKeyEnabled: boolean;
  Metadata: Record<string, string>;
} {
  return {
    ...s3.address(put.key),
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: s3.settings.kms_key,
    BucketKeyEnabled: true,
    Metadata: { [TOKEN_METADATA]: put.token, [SHA256_METADATA]: put.sha256 },
  };
}

/** A hash as S3 wants it. */
export function base64OfHex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
