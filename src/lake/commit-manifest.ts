import type { Manifest } from '../domain/generated/manifest.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectStore } from '../store/object-store.js';
import { type ChainedManifest, manifestBytes, manifestKey, readManifestChain } from './manifest-chain.js';

/** A manifest before it has its place in the chain. */
export type ManifestDraft = Omit<Manifest, 'sequence' | 'previous_sha256'>;

const ATTEMPTS = 16;

/**
 * Publishes one delivery by one conditional put, and returns the manifest that stands for it.
 *
 * A delivery that was committed before (same `commit_id`) is not committed again. When another writer takes the place
 * in the chain, the next place is tried; when the outcome of a put is unknown, the write id that stands there decides.
 * Throws `commit-contended` after 16 places in a row were taken.
 */
export async function commitManifest(store: ObjectStore, draft: ManifestDraft): Promise<ChainedManifest> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const chain = await readManifestChain(store, draft.feed);
    const standing = findCommit(chain, draft.commit_id);
    if (standing !== null) return standing;
    const sequence = chain.length + 1;
    const manifest: Manifest = { ...draft, sequence, previous_sha256: chain.at(-1)?.sha256 ?? null };
    const bytes = manifestBytes(manifest);
    const key = manifestKey(draft.feed, sequence);
    if (await putOrReadBack(store, { key, bytes, write_id: draft.write_id })) {
      return { manifest, key, sha256: sha256(bytes) };
    }
  }
  throw new OperationalFailure(
    'commit-contended',
    { feed: draft.feed, attempts: ATTEMPTS },
    { retryable: true },
  );
}

/** The manifest that stands for a commit id: the newest one of its delivery; null where there is none. */
export function findCommit(chain: readonly ChainedManifest[], commit_id: string): ChainedManifest | null {
  return chain.findLast((entry) => entry.manifest.commit_id === commit_id) ?? null;
}

async function putOrReadBack(
  store: ObjectStore,
  put: { key: string; bytes: Buffer; write_id: string },
): Promise<boolean> {
  try {
    const { outcome } = await store.putIfAbsent(put.key, { bytes: put.bytes });
    if (outcome === 'stored') return true;
  } catch (error) {
    if (await isOwnWrite(store, put)) return true;
    throw error;
  }
  return isOwnWrite(store, put);
}

async function isOwnWrite(store: ObjectStore, put: { key: string; write_id: string }): Promise<boolean> {
  const bytes = await store.get(put.key);
  if (bytes === null) return false;
  return (JSON.parse(Buffer.from(bytes).toString('utf8')) as Manifest).write_id === put.write_id;
}
