import type { ObjectStore, PutOutcome } from '../../../src/store/object-store.js';

/** A store in memory, for tests that put thousands of objects. */
export function memoryStore(): ObjectStore {
  const objects = new Map<string, Buffer>();
  const stored = (key: string, bytes: Buffer): { key: string; bytes: number; modified_ns: bigint } => ({
    key,
    bytes: bytes.length,
    modified_ns: 0n,
  });
  return {
    get: (key) => Promise.resolve(objects.get(key) ?? null),
    head: (key) => {
      const bytes = objects.get(key);
      return Promise.resolve(bytes === undefined ? null : stored(key, bytes));
    },
    list: (prefix, after = '') =>
      Promise.resolve(
        [...objects]
          .filter(([key]) => key.startsWith(prefix) && key > after)
          .map(([key, bytes]) => stored(key, bytes))
          .sort((left, right) => (left.key < right.key ? -1 : 1)),
      ),
    putIfAbsent: (key, source): Promise<PutOutcome> => {
      if (!('bytes' in source)) return Promise.reject(new Error('this store takes bytes'));
      const outcome = objects.has(key) ? 'taken' : 'stored';
      if (outcome === 'stored') objects.set(key, Buffer.from(source.bytes));
      return Promise.resolve({ outcome, request_id: null, version_id: null });
    },
    localFile: () => Promise.reject(new Error('this store has no files')),
  };
}
