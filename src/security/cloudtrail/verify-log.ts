import { sha256 } from '../../domain/sha256.js';
import type { NamedLog } from './digest-body.js';
import { isGzipFault, strictGunzip } from './strict-gzip.js';
import { type TrailFinding, trailFinding } from './trail-finding.js';
import type { TrailSource } from './trail-source.js';

/** The uncompressed bytes of a log that are exactly those its digest names, or what is wrong. */
export async function verifyLog(
  source: TrailSource,
  digest_uri: string,
  { bucket, key, hash, algorithm }: NamedLog,
): Promise<Uint8Array | TrailFinding> {
  const uri = `s3://${bucket}/${key}`;
  const digest = digest_uri;
  if (algorithm !== 'SHA-256') {
    return trailFinding('log-algorithm-unexpected', uri, { digest, actual: algorithm });
  }
  const object = await source.get(bucket, key);
  if (object === 'denied') return trailFinding('log-denied', uri, { digest });
  if (object === 'missing') return trailFinding('log-missing', uri, { digest });
  const content = strictGunzip(object.bytes);
  if (isGzipFault(content)) return trailFinding('log-gzip-malformed', uri, { digest, fault: content });
  const actual = sha256(content);
  if (actual === hash) return content;
  return trailFinding('log-hash-mismatch', uri, { digest, actual, expected: hash });
}
