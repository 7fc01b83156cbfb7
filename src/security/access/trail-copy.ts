import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isGzipFault, strictGunzip } from '../cloudtrail/strict-gzip.js';

/** One object of a copied bucket; its uncompressed bytes, or in words why they cannot be had. */
export type CopiedObject = { readonly key: string; readonly read: () => Promise<Buffer | string> };

/** A copy of a trail's bucket in a folder, as `aws s3 sync` makes it, and the file with the public keys of AWS. */
export type TrailCopy = {
  readonly digests: readonly CopiedObject[];
  readonly logs: readonly CopiedObject[];
  readonly keys: string;
};

const DIGEST = /(^|\/)CloudTrail-Digest\/.*\.json\.gz$/;
const LOG = /(^|\/)CloudTrail\/.*_CloudTrail_.*\.json\.gz$/;

/** Finds digests and logs in a folder by their names; everything else of the bucket is left alone. */
export async function findTrailCopy(folder: string, keys: string): Promise<TrailCopy> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  const object = (key: string): CopiedObject => ({ key, read: () => unzipped(path.join(folder, key)) });
  return {
    digests: files.filter((key) => DIGEST.test(key)).map(object),
    logs: files.filter((key) => LOG.test(key)).map(object),
    keys,
  };
}

async function unzipped(file: string): Promise<Buffer | string> {
  const content = strictGunzip(await readFile(file));
  return isGzipFault(content) ? 'it is no sound gzip' : Buffer.from(content);
}
