import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { readCopied } from './copied-file.js';
import { copiedSource } from './copied-source.js';
import { type DigestBody, parseDigest } from './digest-body.js';
import { parseDigestKey, prefixOf, type TrailPlace } from './digest-key.js';
import { readPublicKeys } from './public-key-file.js';
import { isGzipFault, strictGunzip } from './strict-gzip.js';
import type { Fetched, TrailSource } from './trail-source.js';

/** Bucket of a copy in which no digest tells its own. */
const UNKNOWN = 'unknown-bucket';

/**
 * A copy of a trail's bucket as `aws s3 sync` makes it, with a file of public keys.
 *
 * Such a copy lacks the metadata in which S3 keeps a digest's own signature: it is taken from the digest after it, so that
 * the newest one has none. The bucket is the one that a digest names.
 */
export async function openSyncedCopy(
  folder: string,
  keys_file: string,
): Promise<{ source: TrailSource; place: TrailPlace }> {
  const public_keys = await readPublicKeys(keys_file);
  const keys = await keysIn(folder);
  const digests = await readDigests(folder, keys);
  const [first] = digests;
  const bucket = first?.bucket ?? UNKNOWN;
  const signatures = new Map(
    digests.flatMap(({ previous }) => (previous === null ? [] : [[previous.key, previous.signature]])),
  );
  const fetch = async (of: string, key: string): Promise<Fetched> => {
    const bytes = of === bucket ? await readCopied(folder, key) : 'missing';
    if (bytes === 'missing') return bytes;
    const signature = signatures.get(key) ?? null;
    return { bytes, signature, algorithm: signature === null ? null : 'SHA256withRSA', generated_at: null };
  };
  const source = copiedSource({ keys: new Map([[bucket, keys]]), fetch, public_keys, folders: {} });
  const prefix = keys.map(prefixOf).find((found) => found !== null) ?? '';
  return { source, place: { bucket, prefix } };
}

async function keysIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      )
      .sort();
  } catch (error) {
    throw new OperationalFailure(
      'file-unreadable',
      { path: folder, reason: String(error) },
      { cause: error },
    );
  }
}

/** What can be read of the digests; they are verified later as all are. */
async function readDigests(folder: string, keys: readonly string[]): Promise<DigestBody[]> {
  const bodies: DigestBody[] = [];
  for (const key of keys) {
    if (parseDigestKey(key) === null) continue;
    const bytes = await readCopied(folder, key);
    const content = bytes === 'missing' ? 'no-gzip-header' : strictGunzip(bytes);
    const body = isGzipFault(content) ? 'json' : parseDigest(content);
    if (typeof body !== 'string') bodies.push(body);
  }
  return bodies;
}
