import { OperationalFailure } from '../../domain/operational-failure.js';
import type { BucketReader } from '../../store/bucket-reader.js';
import type { TrailRegistry } from './trail-registry.js';
import type { Fetched, TrailSource } from './trail-source.js';

/** What S3 may refuse for one object while the others can be read. */
const DENIED: readonly string[] = ['s3-access-denied', 's3-key-denied', 's3-key-unusable', 's3-archived'];

/** A trail where it lies: objects in S3, public keys at CloudTrail. */
export function s3TrailSource(
  reader: BucketReader,
  registry: Pick<TrailRegistry, 'publicKeys'>,
): TrailSource {
  return {
    get: (bucket, key) => fetched(reader, bucket, key),
    list: reader.list,
    folders: reader.folders,
    publicKeys: registry.publicKeys,
  };
}

async function fetched(reader: BucketReader, bucket: string, key: string): Promise<Fetched> {
  try {
    const object = await reader.get(bucket, key);
    if (object === null) return 'missing';
    const { bytes, metadata } = object;
    return {
      bytes,
      signature: metadata['signature'] ?? null,
      algorithm: metadata['signature-algorithm'] ?? null,
      generated_at: metadata['backfill-generation-timestamp'] ?? null,
    };
  } catch (error) {
    const code: string = error instanceof OperationalFailure ? String(error.code) : '';
    if (DENIED.includes(code)) return 'denied';
    if (code === 's3-bucket-missing') return 'missing';
    throw error;
  }
}
