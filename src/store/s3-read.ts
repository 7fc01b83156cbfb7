import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { StoredObject } from './object-store.js';
import type { RetryLimits } from './retry-with-jitter.js';
import { s3ErrorFacts } from './s3-error-facts.js';
import { SHA256_METADATA } from './s3-put-parameters.js';
import type { S3Session } from './s3-session.js';

/** The bytes of an object, checked against the SHA-256 that its put left with it; null where there is none. */
export async function getObject(s3: S3Session, key: string): Promise<Uint8Array | null> {
  s3.address(key);
  return s3.call('GetObject', key, () => downloaded(s3, key, bytesOf));
}

/** What `read` makes of an object's body; null where there is none. Not repeated: for use inside a call that is. */
export async function downloaded<Result>(
  s3: S3Session,
  key: string,
  read: (object: GetObjectCommandOutput, key: string) => Promise<Result>,
): Promise<Result | null> {
  const get = new GetObjectCommand(s3.address(key));
  const object = await orNull(() => s3.client.send(get));
  return object === null ? null : await read(object, key);
}

async function bytesOf(object: GetObjectCommandOutput, key: string): Promise<Uint8Array> {
  const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  checkSha256(key, object.Metadata?.[SHA256_METADATA], sha256(bytes));
  return bytes;
}

/** Throws `object-damaged` where the hash is not the one that the put left; objects of others carry none. */
export function checkSha256(key: string, expected_sha256: string | undefined, actual_sha256: string): void {
  if (expected_sha256 === undefined || expected_sha256 === actual_sha256) return;
  throw new OperationalFailure('object-damaged', { key, expected_sha256, actual_sha256 });
}

/** What S3 says of an object, or null where there is none. */
export async function headObject(
  s3: S3Session,
  key: string,
  limits?: RetryLimits,
): Promise<HeadObjectCommandOutput | null> {
  const address = s3.address(key);
  try {
    return await s3.attempt(() => orNull(() => s3.client.send(new HeadObjectCommand(address))), limits);
  } catch (error) {
    await explain(s3, key);
    throw s3.failure(error, 'HeadObject', key);
  }
}

/** Throws where a list fails, which has a code; an answer to HEAD has none. */
export async function explain(s3: S3Session, key: string): Promise<void> {
  const { Bucket, Key } = s3.address(key);
  const list = new ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 });
  try {
    await s3.client.send(list);
  } catch (error) {
    throw s3.failure(error, 'HeadObject', key);
  }
}

/** All objects whose keys begin with the prefix and come after `after`, in the order of their keys. */
export async function listObjects(s3: S3Session, prefix: string, after: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  let token: string | undefined;
  const begin = after === '' ? {} : { StartAfter: s3.fullKey(after) };
  do {
    const from = token === undefined ? begin : { ContinuationToken: token };
    const list = { Bucket: s3.settings.location.bucket, Prefix: s3.fullKey(prefix), ...from };
    const page = await s3.call('ListObjectsV2', prefix, () => s3.client.send(new ListObjectsV2Command(list)));
    for (const { Key = '', Size, LastModified } of page.Contents ?? []) {
      objects.push(storedObject(s3.ownKey(Key), Size, LastModified));
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return objects;
}

/** An object as all stores tell of it. */
export function storedObject(
  key: string,
  bytes: number | undefined,
  modified: Date | undefined,
): StoredObject {
  return { key, bytes: bytes ?? 0, modified_ns: BigInt(modified?.getTime() ?? 0) * 1_000_000n };
}

async function orNull<Out>(send: () => Promise<Out>): Promise<Out | null> {
  try {
    return await send();
  } catch (error) {
    const { name, status } = s3ErrorFacts(error);
    // A bucket that is not there is a failure; HEAD tells it only by its explanation.
    if (status === 404 && name !== 'NoSuchBucket') return null;
    throw error;
  }
}
