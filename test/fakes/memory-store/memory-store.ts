import { readFileSync } from 'node:fs';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { KeyTree } from './key-tree.js';

/** A store that holds its objects in memory, for hundreds of thousands of them; it has no files for readers that need one. */
export function memoryStore(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  const keys = new KeyTree();
  const stored = (key: string) => ({ key, bytes: objects.get(key)?.length ?? 0, modified_ns: 0n });
  return {
    get: (key) => Promise.resolve(objects.get(key) ?? null),
    head: (key) => Promise.resolve(objects.has(key) ? stored(key) : null),
    list: (prefix, after = '') => Promise.resolve(keys.list(prefix, after).map(stored)),
    putIfAbsent: (key, source) => {
      const taken = objects.has(key);
      if (!taken) {
        objects.set(key, 'bytes' in source ? Buffer.from(source.bytes) : readFileSync(source.file));
        keys.add(key);
      }
      return Promise.resolve({ outcome: taken ? 'taken' : 'stored', request_id: null, version_id: null });
    },
    localFile: (key) => Promise.reject(new Error(`${key}: this store has no files`)),
  };
}
