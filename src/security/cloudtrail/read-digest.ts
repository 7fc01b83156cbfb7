import { sha256 } from '../../domain/sha256.js';
import { type DigestHead, parseDigest, stringToSign } from './digest-body.js';
import type { DigestKey } from './digest-key.js';
import type { KeyRing } from './key-ring.js';
import { PackedLogs } from './packed-logs.js';
import { isSignedBy } from './public-key.js';
import { isGzipFault, strictGunzip } from './strict-gzip.js';
import {
  type TrailFinding,
  type TrailFindingCode,
  type TrailFindingData,
  trailFinding,
} from './trail-finding.js';
import type { TrailObject, TrailSource } from './trail-source.js';

/** A digest as it was read. Without a finding CloudTrail signed exactly this; with one the body is not to be trusted. */
export type ReadDigest = {
  id: DigestKey;
  bucket: string;
  finding: TrailFinding | null;
  /** Null where it could not be read. */
  body: DigestHead | null;
  logs: PackedLogs | null;
  /** Of its uncompressed bytes; empty where they could not be read, as is the signature. */
  sha256: string;
  signature: string;
};

const SIGNATURE_ALGORITHM = 'SHA256withRSA';

/** Reads a digest and checks that CloudTrail signed exactly this at exactly this place. */
export async function readDigest(
  means: { source: TrailSource; keys: KeyRing },
  bucket: string,
  id: DigestKey,
): Promise<ReadDigest> {
  const unread = { id, bucket, body: null, logs: null, sha256: '', signature: '' };
  const uri = `s3://${bucket}/${id.key}`;
  const object = await means.source.get(bucket, id.key);
  if (object === 'denied') return { ...unread, finding: trailFinding('digest-denied', uri, {}) };
  if (object === 'missing') return { ...unread, finding: trailFinding('digest-vanished', uri, {}) };
  const content = strictGunzip(object.bytes);
  if (isGzipFault(content)) {
    return { ...unread, finding: trailFinding('digest-gzip-malformed', uri, { fault: content }) };
  }
  const parsed = parseDigest(content);
  if (typeof parsed === 'string') {
    return { ...unread, finding: trailFinding('digest-malformed', uri, { member: parsed }) };
  }
  const { logs: _, ...body } = parsed;
  const logs = new PackedLogs(object.bytes);
  const read = { id, bucket, body, logs, sha256: sha256(content), signature: object.signature ?? '' };
  return { ...read, finding: placeFault(read) ?? (await signatureFault(read, object, means.keys)) };
}

type Read = Omit<ReadDigest, 'finding'> & { body: DigestHead };

function found<Code extends TrailFindingCode>(
  { bucket, id }: Read,
  code: Code,
  data: TrailFindingData[Code],
): TrailFinding {
  return trailFinding(code, `s3://${bucket}/${id.key}`, data);
}

function placeFault(read: Read): TrailFinding | null {
  const { id, bucket, body } = read;
  if (body.bucket !== bucket || body.key !== id.key || body.account !== id.account) {
    return found(read, 'digest-moved', { inside: `s3://${body.bucket}/${body.key}` });
  }
  if (body.end_ms === id.end_ms && body.start_ms < body.end_ms) return null;
  return found(read, 'digest-malformed', { member: 'digestEndTime' });
}

async function signatureFault(read: Read, object: TrailObject, keys: KeyRing): Promise<TrailFinding | null> {
  const { id, bucket, body } = read;
  const { fingerprint } = body;
  if (object.signature === null) return found(read, 'digest-signature-missing', {});
  const lie = algorithmFault(body, object.algorithm);
  if (lie !== null) return found(read, 'digest-algorithm-unexpected', lie);
  // A backfill digest is signed when it is generated, maybe days after its window.
  const generated_ms = object.generated_at === null ? Number.NaN : Date.parse(object.generated_at);
  const signed_ms = Number.isNaN(generated_ms) ? body.end_ms : generated_ms;
  const key = await keys.find(id.region, fingerprint, signed_ms);
  if (key === null) return found(read, 'digest-key-unknown', { region: id.region, fingerprint });
  if (typeof key === 'string') return found(read, 'digest-key-invalid', { fingerprint, fault: key });
  const text = stringToSign(body, { bucket, key: id.key, sha256: read.sha256 });
  if (isSignedBy(key, text, object.signature)) return null;
  return found(read, 'digest-signature-invalid', { fingerprint });
}

function algorithmFault(
  body: DigestHead,
  metadata: string | null,
): TrailFindingData['digest-algorithm-unexpected'] | null {
  const said = [
    { member: 'signature-algorithm', actual: metadata ?? 'absent', expected: SIGNATURE_ALGORITHM },
    { member: 'digestSignatureAlgorithm', actual: body.algorithm, expected: SIGNATURE_ALGORITHM },
    {
      member: 'previousDigestHashAlgorithm',
      actual: body.previous?.hash_algorithm ?? 'SHA-256',
      expected: 'SHA-256',
    },
  ];
  return said.find(({ actual, expected }) => actual !== expected) ?? null;
}
