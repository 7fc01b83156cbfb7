import type { PutReceipt } from '../domain/generated/manifest.js';
import type { ObjectSource, ObjectStore, PutOutcome } from '../store/object-store.js';
import { verifiedFile } from '../store/verified-file.js';

/**
 * Puts Parquet under a name that its content decides, and returns its key.
 *
 * Where an earlier, interrupted run has put it already, its bytes must be the same: throws `object-damaged`. A key in
 * `removed` has been or will be taken out of the store and is not used again; the next free one is.
 */
export async function putContent(
  store: ObjectStore,
  object: { name: string; sha256: string; removed: ReadonlySet<string> },
  source: ObjectSource,
): Promise<{ key: string; put?: PutReceipt }> {
  const key = freeKey(object.name, object.removed);
  const put = await store.putIfAbsent(key, source);
  if (put.outcome === 'taken') await verifiedFile(store, { key, sha256: object.sha256 });
  const receipt = receiptOf(put);
  return receipt === undefined ? { key } : { key, put: receipt };
}

/** The store's own names of a write, where it has any: a part of what an entry says about an object. */
export function receiptOf({ request_id, version_id }: PutOutcome): PutReceipt | undefined {
  return request_id === null && version_id === null ? undefined : { request_id, version_id };
}

function freeKey(name: string, removed: ReadonlySet<string>): string {
  for (let again = 0; ; again += 1) {
    const key = again === 0 ? `${name}.parquet` : `${name}-${again}.parquet`;
    if (!removed.has(key)) return key;
  }
}
