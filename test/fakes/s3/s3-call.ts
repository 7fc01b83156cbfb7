import type { IncomingHttpHeaders } from 'node:http';

export type S3Operation =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CreateMultipartUpload'
  | 'DeleteObject'
  | 'GetBucketEncryption'
  | 'GetBucketLifecycleConfiguration'
  | 'GetBucketLogging'
  | 'GetBucketOwnershipControls'
  | 'GetBucketPolicy'
  | 'GetBucketVersioning'
  | 'GetObject'
  | 'GetObjectLockConfiguration'
  | 'GetPublicAccessBlock'
  | 'HeadObject'
  | 'ListMultipartUploads'
  | 'ListObjectsV2'
  | 'ListParts'
  | 'PutObject'
  | 'UploadPart';

/** A request as the fake understands it. */
export type S3Call = {
  /** From 1, in the order in which requests arrived. */
  number: number;
  operation: S3Operation;
  bucket: string;
  /** Empty where the call is about the bucket. */
  key: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
};

/** The operation that method, key and query name; null where the fake knows none. */
export function operationOf(method: string, key: string, query: URLSearchParams): S3Operation | null {
  if (key === '') return method === 'GET' ? bucketOperation(query) : null;
  if (query.has('uploads')) return method === 'POST' ? 'CreateMultipartUpload' : null;
  const table = query.has('uploadId') ? UPLOAD_OPERATIONS : OBJECT_OPERATIONS;
  return table[method] ?? null;
}

function bucketOperation(query: URLSearchParams): S3Operation | null {
  if (query.has('uploads')) return 'ListMultipartUploads';
  if (query.get('list-type') === '2') return 'ListObjectsV2';
  return Object.entries(SETTINGS).find(([name]) => query.has(name))?.[1] ?? null;
}

const SETTINGS: Readonly<Record<string, S3Operation>> = {
  encryption: 'GetBucketEncryption',
  lifecycle: 'GetBucketLifecycleConfiguration',
  logging: 'GetBucketLogging',
  'object-lock': 'GetObjectLockConfiguration',
  ownershipControls: 'GetBucketOwnershipControls',
  policy: 'GetBucketPolicy',
  publicAccessBlock: 'GetPublicAccessBlock',
  versioning: 'GetBucketVersioning',
};

const UPLOAD_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  PUT: 'UploadPart',
  POST: 'CompleteMultipartUpload',
  DELETE: 'AbortMultipartUpload',
  GET: 'ListParts',
};

const OBJECT_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};
