import { readFileSync } from 'node:fs';
import type { ObjectStore } from '../../../src/store/object-store.js';

/** A store that holds its objects in memory; lists in the order of keys, as they are asked for. */
export function memoryStore(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  const stored = (key: string) => ({ key, bytes: objects.get(key)?.length ?? 0, modified_ns: 0n });
  return {
    get: (key) => Promise.resolve(objects.get(key) ?? null),
    head: (key) => Promise.resolve(objects.has(key) ? stored(key) : null),
    list: (prefix, after = '') => {
      const found = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
      return Promise.resolve(found.map(stored));
    },
    putIfAbsent: (key, source) => {
      const taken = objects.has(key);
      if (!taken) {
        objects.set(key, 'bytes' in source ? source.bytes : readFileSync(source.file));
      }
      return Promise.resolve({ outcome: taken ? 'taken' : 'stored', request_id: null, version_id: null });
    },
    localFile: (key) => Promise.reject(new Error(`${key}: nothing is read here`)),
  };
}
