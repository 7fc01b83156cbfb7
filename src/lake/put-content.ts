import type { PutReceipt } from '../domain/generated/manifest.js';
import type { OperationalFailure } from '../domain/operational-failure.js';
import type { ObjectSource, ObjectStore, PutOutcome } from '../store/object-store.js';
import { verifiedFile } from '../store/verified-file.js';

/** A key in two parts: a number between them makes another one where it is needed. */
export type ContentName = { name: string; end: `${string}.parquet` };

/**
 * Puts Parquet under a name that its content decides, and returns its key.
 *
 * Where an earlier, interrupted run has put it already, its bytes must be the same: throws `object-damaged`. A key in
 * `removed` has been or will be taken out of the store and is not used again; the next free one is.
 */
export async function putContent(
  store: ObjectStore,
  object: ContentName & { sha256: string; removed: ReadonlySet<string> },
  source: ObjectSource,
): Promise<{ key: string; put?: PutReceipt }> {
  const key = freeKey(object, object.removed);
  let put = await store.putIfAbsent(key, source);
  // Garbage collection may take what an interrupted run left here just between the two calls.
  while (put.outcome === 'taken' && !(await standsAs(store, key, object.sha256))) {
    put = await store.putIfAbsent(key, source);
  }
  const receipt = receiptOf(put);
  return receipt === undefined ? { key } : { key, put: receipt };
}

async function standsAs(store: ObjectStore, key: string, sha256: string): Promise<boolean> {
  try {
    await verifiedFile(store, { key, sha256 });
    return true;
  } catch (error) {
    const { code } = error as OperationalFailure | NodeJS.ErrnoException;
    if (code === 'object-missing' || code === 'ENOENT') return false;
    throw error;
  }
}

/** The store's own names of a write, where it has any: a part of what an entry says about an object. */
export function receiptOf({ request_id, version_id }: PutOutcome): PutReceipt | undefined {
  return request_id === null && version_id === null ? undefined : { request_id, version_id };
}

function freeKey({ name, end }: ContentName, removed: ReadonlySet<string>): string {
  for (let again = 0; ; again += 1) {
    const key = again === 0 ? `${name}${end}` : `${name}-${again}${end}`;
    if (!removed.has(key)) return key;
  }
}
