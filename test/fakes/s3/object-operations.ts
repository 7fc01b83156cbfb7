import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Attributes, etagOf, type FakeBucket } from './fake-bucket.js';
import type { S3Call, S3Operation } from './s3-call.js';
import { S3Error } from './s3-error.js';
import { emptyReply, found, type Reply, versionHeaders, xmlReply } from './s3-reply.js';

/** What a call acts on. */
export type Act = {
  call: S3Call;
  body: Buffer;
  bucket: FakeBucket;
  /** The key with which everything must be encrypted; null where anything may be written. */
  required_kms_key: string | null;
  page_size: number;
};

const ENCRYPTION = 'x-amz-server-side-encryption';
const KMS_KEY = 'x-amz-server-side-encryption-aws-kms-key-id';
const CHECKSUM = 'x-amz-checksum-sha256';

/** Operations on one object or upload. */
export const objectOperations = {
  PutObject: ({ call, body, ...act }) => {
    const attributes = allowedAttributes(call.headers, act.required_kms_key);
    checkBody(call.headers, body);
    const version = act.bucket.put(call.key, { body, attributes }, ifAbsent(call.headers));
    return emptyReply(200, { ...encryptionOf(attributes), ...versionHeaders(version) });
  },
  GetObject: ({ call, bucket }) => {
    const version = found(bucket.current(call.key));
    const headers = { ...shown(versionHeaders(version), call.headers), 'accept-ranges': 'bytes' };
    return { status: 200, headers, body: version.body };
  },
  HeadObject: ({ call, bucket }) => {
    const version = found(bucket.current(call.key));
    const headers = shown(versionHeaders(version), call.headers);
    return emptyReply(200, { ...headers, 'content-length': String(version.body.length) });
  },
  DeleteObject: ({ call, bucket }) => {
    bucket.delete(call.key, call.query.get('versionId'));
    return emptyReply(204);
  },
  CreateMultipartUpload: ({ call, bucket, required_kms_key }) => {
    const attributes = allowedAttributes(call.headers, required_kms_key);
    const { upload_id } = bucket.begin(call.key, attributes);
    return xmlReply('InitiateMultipartUploadResult', [
      ['Bucket', call.bucket],
      ['Key', call.key],
      ['UploadId', upload_id],
    ]);
  },
  UploadPart: ({ call, body, bucket }) => {
    const upload = bucket.upload(call.key, call.query.get('uploadId') ?? '');
    const number = Number(call.query.get('partNumber'));
    if (!(number >= 1 && number <= 10_000)) throw new S3Error(400, 'InvalidArgument');
    checkBody(call.headers, body);
    const part = { body, etag: etagOf(body), sha256: digest(body) };
    upload.parts.set(number, part);
    return emptyReply(200, { etag: part.etag, [CHECKSUM]: part.sha256 });
  },
  CompleteMultipartUpload: ({ call, body, bucket }) => {
    const upload = bucket.upload(call.key, call.query.get('uploadId') ?? '');
    const version = bucket.complete(upload, namedParts(body.toString('utf8')), ifAbsent(call.headers));
    return xmlReply(
      'CompleteMultipartUploadResult',
      [
        ['Key', call.key],
        ['ETag', version.etag],
        ['ChecksumSHA256', version.attributes[CHECKSUM] ?? ''],
      ],
      { 'x-amz-version-id': version.version_id, ...encryptionOf(version.attributes) },
    );
  },
  AbortMultipartUpload: ({ call, bucket }) => {
    bucket.abort(call.key, call.query.get('uploadId') ?? '');
    return emptyReply(204);
  },
} satisfies Partial<Record<S3Operation, (act: Act) => Reply>>;

function ifAbsent(headers: IncomingHttpHeaders): boolean {
  const condition = headers['if-none-match'];
  if (condition !== undefined && condition !== '*') throw new S3Error(501, 'NotImplemented');
  return condition === '*';
}

/** The headers that stay with an object; refuses what is not encrypted as the bucket's policy asks. */
function allowedAttributes(headers: IncomingHttpHeaders, required_key: string | null): Attributes {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    /^x-amz-(meta-|server-side-encryption|checksum-(sha256|crc32)$)/.test(name) && typeof value === 'string'
      ? [[name, value]]
      : [],
  );
  const attributes = Object.fromEntries(kept);
  if (required_key === null) return attributes;
  if (attributes[ENCRYPTION] !== 'aws:kms' || attributes[KMS_KEY] !== required_key) {
    throw new S3Error(403, 'AccessDenied', { Message: 'an explicit deny in a resource-based policy' });
  }
  return attributes;
}

function encryptionOf(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name.startsWith(ENCRYPTION)));
}

/** Checksums are only told to those who ask for them. */
function shown(headers: Record<string, string>, asked: IncomingHttpHeaders): Record<string, string> {
  if (asked['x-amz-checksum-mode'] === 'ENABLED') return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-')));
}

/** Refuses bytes that are not those of which the writer told the length and checksums. */
function checkBody(headers: IncomingHttpHeaders, body: Buffer): void {
  if (headers['content-encoding']?.includes('aws-chunked') === true) throw new S3Error(501, 'NotImplemented');
  const sent = headers['x-amz-content-sha256'];
  if (typeof sent === 'string' && /^[0-9a-f]{64}$/.test(sent) && sent !== digest(body, 'hex')) {
    throw new S3Error(400, 'XAmzContentSHA256Mismatch');
  }
  const checksum = headers[CHECKSUM];
  if (checksum !== undefined && checksum !== digest(body)) throw new S3Error(400, 'BadDigest');
}

function digest(body: Buffer, encoding: 'base64' | 'hex' = 'base64'): string {
  return createHash('sha256').update(body).digest(encoding);
}

function namedParts(xml: string): { number: number; etag: string; sha256: string | null }[] {
  const field = (part: string, name: string): string | null =>
    new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(part)?.[1]?.replaceAll('&quot;', '"') ?? null;
  const parts = [...xml.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(field(part, 'PartNumber')),
    etag: field(part, 'ETag') ?? '',
    sha256: field(part, 'ChecksumSHA256'),
  }));
  if (parts.length === 0) throw new S3Error(400, 'MalformedXML');
  const ascending = parts.every(({ number }, index) => number > (parts[index - 1]?.number ?? 0));
  if (!ascending) throw new S3Error(400, 'InvalidPartOrder');
  return parts;
}
