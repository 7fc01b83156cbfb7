import { canonicalJson } from '../../domain/canonical-json.js';
import type { StoredRepair } from '../../domain/generated/stored-repair.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { sha256 } from '../../domain/sha256.js';
import type { ObjectStore } from '../../store/object-store.js';

/** A repair in the lake, with the object that holds it. */
export type PlacedRepair = { key: string; sha256: string; repair: StoredRepair };

/** Stores a repair under the hash of its bytes; the same repair again adds nothing and says `taken`. */
export async function storeRepair(
  store: ObjectStore,
  repair: StoredRepair,
): Promise<PlacedRepair & { outcome: 'stored' | 'taken' }> {
  const bytes = Buffer.from(`${canonicalJson(repair)}\n`, 'utf8');
  const hash = sha256(bytes);
  const key = `${folderOf(repair.feed)}${hash}.json`;
  const { outcome } = await store.putIfAbsent(key, { bytes });
  return { ...(await readRepair(store, { key, sha256: hash })), outcome };
}

/** The repair that an object holds. Throws `object-missing`, `object-damaged`. */
export async function readRepair(
  store: ObjectStore,
  object: { key: string; sha256: string },
): Promise<PlacedRepair> {
  const { key } = object;
  const bytes = await store.get(key);
  if (bytes === null) throw new OperationalFailure('object-missing', { key });
  const actual_sha256 = sha256(bytes);
  if (actual_sha256 !== object.sha256) {
    throw new OperationalFailure('object-damaged', { key, expected_sha256: object.sha256, actual_sha256 });
  }
  return {
    key,
    sha256: object.sha256,
    repair: JSON.parse(Buffer.from(bytes).toString('utf8')) as StoredRepair,
  };
}

/** All repairs of a feed in the order in which they were stored, by the store's clock. */
export async function listRepairs(store: ObjectStore, feed: string): Promise<PlacedRepair[]> {
  const objects = [...(await store.list(folderOf(feed)))].sort((left, right) =>
    left.modified_ns === right.modified_ns
      ? compare(left.key, right.key)
      : compare(left.modified_ns, right.modified_ns),
  );
  return Promise.all(
    objects.map(({ key }) =>
      readRepair(store, { key, sha256: key.slice(-'.json'.length - 64, -'.json'.length) }),
    ),
  );
}

function folderOf(feed: string): string {
  return `repairs/${feed}/`;
}

function compare<Value extends string | bigint>(left: Value, right: Value): number {
  return left < right ? -1 : 1;
}
