import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { Expected, ObjectCache } from './object-cache.js';
import { SHA256_METADATA } from './s3-put-parameters.js';
import { checkSha256, downloaded, explain, headObject } from './s3-read.js';
import type { S3Session } from './s3-session.js';

/** Path of a local copy of an object. Throws `object-missing`, `object-damaged`. */
export async function localCopy(s3: S3Session, cache: ObjectCache, key: string): Promise<string> {
  const head = await headObject(s3, key);
  if (head === null) {
    await explain(s3, key);
    throw new OperationalFailure('object-missing', { key });
  }
  const object = { key, bytes: head.ContentLength ?? 0, sha256: head.Metadata?.[SHA256_METADATA] };
  return cache.file(object, (target) => s3.call('GetObject', key, () => download(s3, object, target)));
}

async function download(s3: S3Session, object: Expected, target: string): Promise<void> {
  const written = await downloaded(s3, object.key, (found) => write(found, object, target));
  if (written === null) throw new OperationalFailure('object-missing', { key: object.key });
}

async function write({ Body }: GetObjectCommandOutput, object: Expected, target: string): Promise<true> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const body = Body instanceof Readable ? Body : Readable.from([]);
  await pipeline(body, hashing, createWriteStream(target));
  checkSha256(object.key, object.sha256, hash.digest('hex'));
  return true;
}
