import path from 'node:path';
import { ObjectCache } from './object-cache.js';
import type { ObjectRemover, ObjectStore } from './object-store.js';
import { localCopy } from './s3-download.js';
import { putIfAbsent } from './s3-put.js';
import { getObject, headObject, listObjects, storedObject } from './s3-read.js';
import { abandonedUploads, removeObject } from './s3-remove.js';
import { type S3Means, S3Session, type S3Settings } from './s3-session.js';

/**
 * A store in a bucket: puts are encrypted with the KMS key, checked by SHA-256 and conditional; reads are checked.
 *
 * Every failure is an `OperationalFailure`: `s3-…` of S3 and the network, `object-missing`, `object-damaged`,
 * `file-unreadable` of a source, `file-unwritable` of the cache.
 */
export async function openS3Store(
  settings: S3Settings,
  means: S3Means,
): Promise<ObjectStore & ObjectRemover> {
  const s3 = await S3Session.open(settings, means);
  const { bucket, prefix } = settings.location;
  const cache = new ObjectCache(path.join(settings.cache, bucket, prefix), means.new_token);
  return {
    get: (key) => getObject(s3, key),
    head: async (key) => {
      const found = await headObject(s3, key);
      return found === null ? null : storedObject(key, found.ContentLength, found.LastModified);
    },
    list: (key_prefix, after = '') => listObjects(s3, key_prefix, after),
    putIfAbsent: (key, source) => putIfAbsent(s3, key, source),
    localFile: (key) => localCopy(s3, cache, key),
    remove: (key) => removeObject(s3, key),
    abandoned: (before_ns, then) => abandonedUploads(s3, before_ns, then),
  };
}
