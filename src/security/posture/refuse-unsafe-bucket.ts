import { OperationalFailure } from '../../domain/operational-failure.js';
import type { JudgedBucket } from './bucket-control.js';
import type { BucketSettingsReader } from './bucket-settings.js';
import { checkBucket, writingControls } from './check-bucket.js';

/**
 * Returns where a bucket may be written to: default encryption with the project's key, versioned, closed to the public, TLS only, VPC
 * endpoint only. Throws `s3-bucket-unsafe` with every one of these that does not hold or cannot be read.
 */
export async function refuseUnsafeBucket(reader: BucketSettingsReader, bucket: JudgedBucket): Promise<void> {
  const results = await checkBucket(reader, bucket, writingControls);
  const broken = results.filter(({ verdict }) => verdict !== 'pass');
  if (broken.length === 0) return;
  throw new OperationalFailure('s3-bucket-unsafe', {
    bucket: bucket.bucket,
    broken: broken.map((result) => ({
      control: result.id,
      // One probe that is let through says enough; the posture lists them all.
      evidence: result.evidence[0] ?? '',
      next: nextStep(result),
    })),
  });
}

function nextStep(result: Awaited<ReturnType<typeof checkBucket>>[number]): string {
  return result.verdict === 'unknown' && result.missing_permission !== null
    ? `allow ${result.missing_permission} to this role`
    : result.fix;
}
