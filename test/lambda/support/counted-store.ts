import type { ObjectStore } from '../../../src/store/object-store.js';

/** Calls of stores as S3 would be asked: puts and lists are billed alike, heads as gets; a list has pages of a thousand keys. */
export type Asked = { puts_and_lists: number; gets: number };

/** A store whose calls are counted. */
export function countedStore(store: ObjectStore, asked: Asked): ObjectStore {
  return {
    get: (key) => {
      asked.gets += 1;
      return store.get(key);
    },
    head: (key) => {
      asked.gets += 1;
      return store.head(key);
    },
    list: async (prefix, after) => {
      const found = await store.list(prefix, after);
      asked.puts_and_lists += Math.max(1, Math.ceil(found.length / 1000));
      return found;
    },
    putIfAbsent: (key, source) => {
      asked.puts_and_lists += 1;
      return store.putIfAbsent(key, source);
    },
    localFile: (key) => {
      asked.gets += 1;
      return store.localFile(key);
    },
  };
}
