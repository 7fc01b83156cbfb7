import { isKey } from './object-key.js';

/** A bucket and the part of its keys that is before the lake's own; empty where the lake has the whole bucket. */
export type S3Location = { bucket: string; prefix: string };

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Whether a text means a place in S3 and no folder. */
export function isS3Uri(text: string): boolean {
  return text.startsWith('s3://');
}

/** The place that `s3://bucket/prefix` names, with or without `/` at its end; null where the text names none. */
export function parseS3Location(uri: string): S3Location | null {
  if (!isS3Uri(uri)) return null;
  const [bucket = '', ...parts] = uri.slice('s3://'.length).replace(/\/$/, '').split('/');
  const prefix = parts.join('/');
  if (!BUCKET.test(bucket) || bucket.includes('..')) return null;
  return parts.length === 0 || isKey(prefix) ? { bucket, prefix } : null;
}

/** The address of an object, or of the place itself where the key is empty. */
export function formatS3Uri({ bucket, prefix }: S3Location, key = ''): string {
  return `s3://${[bucket, prefix, key].filter((part) => part !== '').join('/')}`;
}
