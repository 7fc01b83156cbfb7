import { createHash } from 'node:crypto';
import { sha256 } from '../../domain/sha256.js';
import { isSignedBy, loadPublicKey } from '../cloudtrail/public-key.js';
import { listOf, objectOf, textOf } from './json-parts.js';

/** A digest as it is kept, with what proves it. */
export type KeptDigest = {
  readonly bucket: string;
  readonly key: string;
  /** Uncompressed. */
  readonly bytes: Buffer;
  /** Hex. */
  readonly signature: string;
  /** DER. */
  readonly public_key: Buffer;
};

/**
 * Whether a digest of CloudTrail is what AWS signed, and what is wrong with it otherwise, in words.
 *
 * Checked are its own place, the fingerprint of the key and the signature. Source: AWS CloudTrail User Guide, "Custom implementations of
 * CloudTrail log file integrity validation".
 */
export function digestFault(digest: KeptDigest): string | null {
  const body = parsed(digest.bytes);
  if (body === null) return 'it is no JSON';
  const place = `${digest.bucket}/${digest.key}`;
  const own = `${textOf(body['digestS3Bucket'])}/${textOf(body['digestS3Object'])}`;
  if (own !== place) return `it was made as ${own}, expected ${place}`;
  const fingerprint = createHash('md5').update(digest.public_key).digest('hex');
  if (body['digestPublicKeyFingerprint'] !== fingerprint)
    return `it names key ${String(body['digestPublicKeyFingerprint'])}, but the key has fingerprint ${fingerprint}`;
  const previous = textOf(body['previousDigestSignature']) ?? 'null';
  const signed = [textOf(body['digestEndTime']), place, sha256(digest.bytes), previous].join('\n');
  const key = loadPublicKey({ fingerprint, der: digest.public_key });
  if (typeof key === 'string') return 'its public key is no RSA key in DER';
  return isSignedBy(key, signed, digest.signature) ? null : 'its signature does not verify';
}

/** Whether a digest names a log with the hash of its bytes. */
export function namesLog(digest: KeptDigest, log: { bucket: string; key: string; bytes: Buffer }): boolean {
  const hash = sha256(log.bytes);
  return listOf(parsed(digest.bytes)?.['logFiles']).some((item) => {
    const { s3Bucket, s3Object, hashValue, hashAlgorithm } = objectOf(item);
    return (
      s3Bucket === log.bucket && s3Object === log.key && hashValue === hash && hashAlgorithm === 'SHA-256'
    );
  });
}

function parsed(bytes: Buffer) {
  try {
    return objectOf(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}
