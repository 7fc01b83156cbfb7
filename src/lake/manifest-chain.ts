import type { Manifest } from '../domain/generated/manifest.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectStore } from '../store/object-store.js';

/** A manifest with the key and hash of the object that holds it. */
export type ChainedManifest = { manifest: Manifest; key: string; sha256: string };

/** Key of the manifest at a position of a feed's chain, from 1. */
export function manifestKey(feed: string, sequence: number): string {
  return `manifests/${feed}/${String(sequence).padStart(8, '0')}.json`;
}

/** Bytes of a manifest as they are stored and hashed. */
export function manifestBytes(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`, 'utf8');
}

/**
 * All manifests of a feed in the order of their commits.
 *
 * Throws `manifest-chain-broken` where a manifest does not carry the hash of the one before it, or one is missing, and
 * `manifest-unreadable` where one is no manifest at all.
 */
export async function readManifestChain(store: ObjectStore, feed: string): Promise<ChainedManifest[]> {
  const chain: ChainedManifest[] = [];
  const objects = await store.list(`manifests/${feed}/`);
  for (const [index, object] of objects.entries()) {
    const bytes = await store.get(object.key);
    if (bytes === null) throw new OperationalFailure('object-missing', { key: object.key });
    const manifest = parseManifest(object.key, bytes);
    const before = chain.at(-1)?.sha256 ?? null;
    const expectedKey = manifestKey(feed, index + 1);
    if (manifest.previous_sha256 !== before || object.key !== expectedKey) {
      throw new OperationalFailure('manifest-chain-broken', {
        key: object.key,
        expected: String(manifest.previous_sha256),
        actual: object.key === expectedKey ? String(before) : `${expectedKey} is missing`,
      });
    }
    chain.push({ manifest, key: object.key, sha256: sha256(bytes) });
  }
  return chain;
}

function parseManifest(key: string, bytes: Uint8Array): Manifest {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value === 'object' && value !== null && 'commit_id' in value) return value as Manifest;
    throw new Error('it has no commit_id');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationalFailure('manifest-unreadable', { key, reason }, { cause: error });
  }
}
