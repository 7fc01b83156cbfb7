import { OperationalFailure } from '../domain/operational-failure.js';
import type { ObjectStore } from '../store/object-store.js';
import { verifiedFile } from '../store/verified-file.js';
import { readManifestChain } from './manifest-chain.js';
import { listCommittedFeeds } from './read-lake.js';

/**
 * Path of a local file with an object's bytes, after its hash was found right.
 *
 * Throws `object-removed` with the entry that records the removal, else `object-missing`; `object-damaged`.
 */
export async function keptFile(store: ObjectStore, object: { key: string; sha256: string }): Promise<string> {
  try {
    return await verifiedFile(store, object);
  } catch (error) {
    if (error instanceof OperationalFailure && error.code === 'object-missing') {
      throw await missingObject(store, object.key);
    }
    throw error;
  }
}

/** What to say of an object that is not there: that it was removed, by whom and why, or that it is missing. */
export async function missingObject(store: ObjectStore, key: string): Promise<OperationalFailure> {
  for (const feed of await listCommittedFeeds(store)) {
    for (const { entry, key: removal } of await readManifestChain(store, feed)) {
      if (entry.kind !== 'removal' || !entry.objects.some((object) => object.key === key)) continue;
      const { reason, by, rule } = entry;
      return new OperationalFailure('object-removed', { key, removal, reason, by, rule });
    }
  }
  return new OperationalFailure('object-missing', { key });
}
