import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { sha256 } from '../../../../src/domain/sha256.js';
import type { KeptDigest } from '../../../../src/security/access/check-digest.js';
import type { VerifiedLog, VerifiedTrail } from '../../../../src/security/access/verified-log.js';
import { eachOf } from './access-input.js';
import { type ShortRecord, trailRecord } from './trail-record.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const public_key = publicKey.export({ format: 'der', type: 'pkcs1' });
const fingerprint = createHash('md5').update(public_key).digest('hex');
const BUCKET = 'trail-bucket';
const DIGEST = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/digest.json.gz';

/** A trail of one digest that names one log a list of records, signed as CloudTrail signs. */
export function signedTrail(lists: readonly (readonly ShortRecord[])[]): VerifiedTrail {
  const digest = { bucket: BUCKET, key: DIGEST };
  const logs = lists.map((records, index): VerifiedLog => {
    const bytes = Buffer.from(JSON.stringify({ Records: records.map(trailRecord) }));
    return { bucket: BUCKET, key: `AWSLogs/log-${index}.json.gz`, digest, bytes };
  });
  const body = {
    awsAccountId: '111122223333',
    digestStartTime: '2026-11-20T20:00:00Z',
    digestEndTime: '2026-11-20T21:00:00Z',
    digestS3Bucket: BUCKET,
    digestS3Object: DIGEST,
    digestPublicKeyFingerprint: fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    previousDigestSignature: null,
    logFiles: logs.map(({ bucket, key, bytes }) => ({
      ...{ s3Bucket: bucket, s3Object: key, hashValue: sha256(bytes), hashAlgorithm: 'SHA-256' },
    })),
  };
  const bytes = Buffer.from(JSON.stringify(body));
  const signed = [body.digestEndTime, `${BUCKET}/${DIGEST}`, sha256(bytes), 'null'].join('\n');
  const signature = sign('sha256', Buffer.from(signed), privateKey).toString('hex');
  const kept: KeptDigest = { ...digest, bytes, signature, public_key };
  return {
    eachLog: eachOf(logs),
    unverified: () => [],
    digest: async ({ key }) => (key === DIGEST ? kept : null),
  };
}
