import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { sha256 } from '../../../../src/domain/sha256.js';
import { ACCOUNT, type ShortRecord, trailRecord } from './trail-record.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const der = publicKey.export({ format: 'der', type: 'pkcs1' });
const BUCKET = 'trail-bucket';

/** Hours of a day, each with one log of its records, or none where its list is empty. */
export type TrailHours = { day: string; hours: readonly (readonly ShortRecord[])[] };

/**
 * Writes a copy of a trail's bucket under `folder/trail` and its public keys to `folder/keys.json`: a chain of hourly digests that
 * begins an hour before the first hour, and two more digests after the last, so that all but the newest can be proven.
 */
export function writeTrailCopy(folder: string, { day, hours }: TrailHours): void {
  const start = Date.parse(`${day}T00:00:00Z`) - 3_600_000;
  const lists: readonly (readonly ShortRecord[])[] = [[], ...hours, [], []];
  let previous = {
    key: null as string | null,
    hash: null as string | null,
    signature: null as string | null,
  };
  for (const [index, records] of lists.entries()) {
    const [from, to] = [instant(start + index * 3_600_000), instant(start + (index + 1) * 3_600_000)];
    const logFiles = records.length === 0 ? [] : [writeLog(folder, from, records)];
    const key: string = keyAt('CloudTrail-Digest', to);
    const body: object = {
      ...{ awsAccountId: ACCOUNT, digestStartTime: from, digestEndTime: to },
      ...{ digestS3Bucket: BUCKET, digestS3Object: key, digestSignatureAlgorithm: 'SHA256withRSA' },
      digestPublicKeyFingerprint: fingerprint(),
      previousDigestS3Bucket: previous.key === null ? null : BUCKET,
      previousDigestS3Object: previous.key ?? null,
      previousDigestHashValue: previous.hash,
      previousDigestHashAlgorithm: previous.hash === null ? null : 'SHA-256',
      previousDigestSignature: previous.signature ?? null,
      logFiles,
    };
    const bytes = Buffer.from(JSON.stringify(body));
    const signed = [to, `${BUCKET}/${key}`, sha256(bytes), previous.signature ?? 'null'].join('\n');
    const signature = sign('sha256', Buffer.from(signed), privateKey).toString('hex');
    write(folder, key, bytes);
    previous = { key, hash: sha256(bytes), signature };
  }
  const list = { PublicKeyList: [{ Fingerprint: fingerprint(), Value: der.toString('base64') }] };
  writeFileSync(path.join(folder, 'keys.json'), JSON.stringify(list));
}

function writeLog(folder: string, from: string, records: readonly ShortRecord[]): object {
  const key = keyAt('CloudTrail', from);
  const bytes = Buffer.from(JSON.stringify({ Records: records.map(trailRecord) }));
  write(folder, key, bytes);
  return { s3Bucket: BUCKET, s3Object: key, hashValue: sha256(bytes), hashAlgorithm: 'SHA-256' };
}

function write(folder: string, key: string, bytes: Buffer): void {
  const file = path.join(folder, 'trail', key);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(bytes));
}

function keyAt(kind: 'CloudTrail' | 'CloudTrail-Digest', at: string): string {
  const stamp = at.replace(/[-:]/g, '');
  const date = at.slice(0, 10).replaceAll('-', '/');
  const end =
    kind === 'CloudTrail' ? `us-east-1_${stamp.slice(0, 13)}Z_abcdefgh` : `us-east-1_main_us-east-1_${stamp}`;
  return `AWSLogs/${ACCOUNT}/${kind}/us-east-1/${date}/${ACCOUNT}_${kind}_${end}.json.gz`;
}

function fingerprint(): string {
  return createHash('md5').update(der).digest('hex');
}

function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
