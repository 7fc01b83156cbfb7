import { OperationalFailure } from '../domain/operational-failure.js';
import { hashFile } from './hash-file.js';
import type { ObjectStore } from './object-store.js';

/** Path of a local file with an object's bytes, after its hash was found right. Throws `object-missing`, `object-damaged`. */
export async function verifiedFile(
  store: ObjectStore,
  object: { key: string; sha256: string },
): Promise<string> {
  const file = await store.localFile(object.key);
  const actual_sha256 = await hashFile(file);
  if (actual_sha256 === object.sha256) return file;
  throw new OperationalFailure('object-damaged', {
    key: object.key,
    expected_sha256: object.sha256,
    actual_sha256,
  });
}
