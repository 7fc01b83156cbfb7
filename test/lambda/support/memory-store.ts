import { readFileSync } from 'node:fs';
import type { ObjectStore } from '../../../src/store/object-store.js';

/** A store that holds its objects in memory; lists in the order of keys, as they are asked for. */
export function memoryStore(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  /** Keys by the folder that they lie in, so that a list does not look at all. */
  const folders = new Map<string, string[]>();
  const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);
  const stored = (key: string) => ({ key, bytes: objects.get(key)?.length ?? 0, modified_ns: 0n });
  return {
    get: (key) => Promise.resolve(objects.get(key) ?? null),
    head: (key) => Promise.resolve(objects.has(key) ? stored(key) : null),
    list: (prefix, after = '') => {
      const own = folders.get(folderOf(prefix)) ?? [];
      const below = prefix.endsWith('/') && own.length === 0 ? [...objects.keys()] : own;
      const found = below.filter((key) => key.startsWith(prefix) && key > after).sort();
      return Promise.resolve(found.map(stored));
    },
    putIfAbsent: (key, source) => {
      const taken = objects.has(key);
      if (!taken) {
        objects.set(key, 'bytes' in source ? source.bytes : readFileSync(source.file));
        const own = folders.get(folderOf(key)) ?? [];
        own.push(key);
        folders.set(folderOf(key), own);
      }
      return Promise.resolve({ outcome: taken ? 'taken' : 'stored', request_id: null, version_id: null });
    },
    localFile: (key) => Promise.reject(new Error(`${key}: nothing is read here`)),
  };
}
