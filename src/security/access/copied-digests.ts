import { readFile } from 'node:fs/promises';
import { sha256 } from '../../domain/sha256.js';
import { digestFault, type KeptDigest } from './check-digest.js';
import { listOf, objectOf, textOf } from './json-parts.js';
import type { TrailCopy } from './trail-copy.js';

/** A log as a digest names it. */
export type NamedLog = { readonly bucket: string; readonly key: string; readonly hash: string };

/** A digest of a copied trail. */
export type CopiedDigest = {
  readonly bucket: string;
  readonly key: string;
  /** Window of delivery times, `yyyy-MM-ddTHH:mm:ssZ`. */
  readonly from: string;
  readonly to: string;
  readonly logs: readonly NamedLog[];
  /** With its proof; in words, why there is none. */
  readonly proof: KeptDigest | string;
};

/**
 * The digests of a copied trail, each proven by the signature that the digest after it carries.
 *
 * A copy does not keep the metadata in which S3 has a digest's own signature, so that the newest digest of a chain stays unproven.
 */
export async function copiedDigests(copy: TrailCopy): Promise<CopiedDigest[]> {
  const keys = await readPublicKeys(copy.keys);
  const read = await Promise.all(
    copy.digests.map(async ({ key, read: bytesOf }) => {
      const bytes = await bytesOf();
      return { key, bytes, body: parsed(bytes) };
    }),
  );
  const signatures = new Map(
    read.map(({ body }) => [textOf(body['previousDigestS3Object']), textOf(body['previousDigestSignature'])]),
  );
  return read.map(({ key, bytes, body }) => {
    const bucket = textOf(body['digestS3Bucket']) ?? '';
    const signature = signatures.get(key) ?? null;
    const public_key = keys.get(textOf(body['digestPublicKeyFingerprint']) ?? '');
    return {
      ...{ bucket, key, logs: namedLogs(body) },
      from: textOf(body['digestStartTime']) ?? '',
      to: textOf(body['digestEndTime']) ?? '',
      proof: proofOf({ bucket, key, bytes, signature, public_key }),
    };
  });
}

function proofOf(digest: {
  bucket: string;
  key: string;
  bytes: Buffer | string;
  signature: string | null;
  public_key: Buffer | undefined;
}): KeptDigest | string {
  const { bucket, key, bytes, signature, public_key } = digest;
  if (typeof bytes === 'string') return bytes;
  if (signature === null) return 'no later digest in the copy carries its signature';
  if (public_key === undefined) return 'its public key is not among those given';
  const kept = { bucket, key, bytes, signature, public_key };
  return digestFault(kept) ?? kept;
}

function namedLogs(body: ReturnType<typeof objectOf>): NamedLog[] {
  return listOf(body['logFiles']).flatMap((item) => {
    const { s3Bucket, s3Object, hashValue } = objectOf(item);
    const [bucket, key, hash] = [textOf(s3Bucket), textOf(s3Object), textOf(hashValue)];
    return bucket === null || key === null || hash === null ? [] : [{ bucket, key, hash }];
  });
}

function parsed(bytes: Buffer | string) {
  if (typeof bytes === 'string') return {};
  try {
    return objectOf(JSON.parse(bytes.toString('utf8')));
  } catch {
    return {};
  }
}

/** Public keys by fingerprint, from what `aws cloudtrail list-public-keys` prints. */
async function readPublicKeys(file: string): Promise<ReadonlyMap<string, Buffer>> {
  const document = objectOf(JSON.parse(await readFile(file, 'utf8')));
  const keys = listOf(document['PublicKeyList']).flatMap((item) => {
    const { Fingerprint, Value } = objectOf(item);
    const [fingerprint, value] = [textOf(Fingerprint), textOf(Value)];
    return fingerprint === null || value === null
      ? []
      : [[fingerprint, Buffer.from(value, 'base64')] as const];
  });
  return new Map(keys);
}

/** Whether bytes are those that a digest names. */
export function isNamed(log: NamedLog, bytes: Buffer): boolean {
  return sha256(bytes) === log.hash;
}
