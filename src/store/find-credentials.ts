import { S3Client } from '@aws-sdk/client-s3';
import { OperationalFailure } from '../domain/operational-failure.js';

/** The end of the access key that AWS clients will sign with, and when it ends to be taken; null where it does not. */
export type FoundCredentials = { key_end: string; expires_at: string | null };

/** Finds credentials as every AWS client does: environment, profile, or the machine's role. Throws `s3-credentials-missing`. */
export async function findCredentials(region = 'us-east-1'): Promise<FoundCredentials> {
  const client = new S3Client({ region });
  try {
    const { accessKeyId, expiration } = await client.config.credentials();
    return { key_end: accessKeyId.slice(-4), expires_at: expiration?.toISOString() ?? null };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperationalFailure('s3-credentials-missing', { reason }, { cause });
  } finally {
    client.destroy();
  }
}
