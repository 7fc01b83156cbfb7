/** A log as a digest names it; `hash` is the lower-case hexadecimal SHA-256 of its uncompressed bytes. */
export type NamedLog = { bucket: string; key: string; hash: string; algorithm: string };

/** What a digest says of itself and of what it covers. */
export type DigestBody = {
  account: string;
  /** Window of delivery of the logs, milliseconds since 1970. */
  start_ms: number;
  end_ms: number;
  /** End of the window as the digest writes it, which is what was signed. */
  end_text: string;
  bucket: string;
  key: string;
  fingerprint: string;
  algorithm: string;
  /** The digest before; null of a starting digest. */
  previous: PreviousDigest | null;
  logs: readonly NamedLog[];
};

/** What a digest says without the logs that it names. */
export type DigestHead = Omit<DigestBody, 'logs'>;

export type PreviousDigest = {
  bucket: string;
  key: string;
  hash: string;
  hash_algorithm: string;
  signature: string;
};

type Json = Readonly<Record<string, unknown>>;

const PREVIOUS = [
  'previousDigestS3Bucket',
  'previousDigestS3Object',
  'previousDigestHashValue',
  'previousDigestHashAlgorithm',
  'previousDigestSignature',
] as const;

/** Reads the uncompressed bytes of a digest; the name of the member that is not as documented where one is not. */
export function parseDigest(bytes: Uint8Array): DigestBody | string {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return 'json';
  }
  if (!isObject(json)) return 'json';
  try {
    return bodyOf(json);
  } catch (error) {
    if (error instanceof MemberFault) return error.message;
    throw error;
  }
}

/** What CloudTrail signs: end, place, hash of the digest and signature of the one before, or `null`. */
export function stringToSign(
  body: DigestHead,
  place: { bucket: string; key: string; sha256: string },
): string {
  const { bucket, key, sha256 } = place;
  return [body.end_text, `${bucket}/${key}`, sha256, body.previous?.signature ?? 'null'].join('\n');
}

class MemberFault extends Error {}

function bodyOf(json: Json): DigestBody {
  const files = json['logFiles'];
  if (!Array.isArray(files)) throw new MemberFault('logFiles');
  return {
    account: text(json, 'awsAccountId'),
    start_ms: instant(json, 'digestStartTime'),
    end_ms: instant(json, 'digestEndTime'),
    end_text: text(json, 'digestEndTime'),
    bucket: text(json, 'digestS3Bucket'),
    key: text(json, 'digestS3Object'),
    fingerprint: text(json, 'digestPublicKeyFingerprint'),
    algorithm: text(json, 'digestSignatureAlgorithm'),
    previous: previousOf(json),
    logs: files.map(logOf),
  };
}

/** All five members or none: a digest between the two is no digest. */
function previousOf(json: Json): PreviousDigest | null {
  const absent = PREVIOUS.filter((name) => json[name] === null);
  if (absent.length === PREVIOUS.length) return null;
  return {
    bucket: text(json, PREVIOUS[0]),
    key: text(json, PREVIOUS[1]),
    hash: text(json, PREVIOUS[2]).toLowerCase(),
    hash_algorithm: text(json, PREVIOUS[3]),
    signature: text(json, PREVIOUS[4]),
  };
}

function logOf(file: unknown): NamedLog {
  if (!isObject(file)) throw new MemberFault('logFiles');
  return {
    bucket: text(file, 's3Bucket'),
    key: text(file, 's3Object'),
    hash: text(file, 'hashValue').toLowerCase(),
    algorithm: text(file, 'hashAlgorithm'),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || value === '') throw new MemberFault(name);
  return value;
}

function instant(json: Json, name: string): number {
  const value = text(json, name);
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new MemberFault(name);
  return ms;
}
