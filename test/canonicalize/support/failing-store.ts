import type { ObjectStore } from '../../../src/store/object-store.js';

/** When a call fails: before it does anything, or after it was done and only the reply is lost. */
export type Failure = 'before' | 'after';

/** A store that tells of each of its calls and lets it be disturbed. */
export function watchedStore(
  store: ObjectStore,
  watch: (call: { name: string; key: string; when: Failure }) => void | Promise<void>,
): ObjectStore {
  const around =
    <Rest extends unknown[], Result>(name: string, act: (key: string, ...rest: Rest) => Promise<Result>) =>
    async (key: string, ...rest: Rest): Promise<Result> => {
      await watch({ name, key, when: 'before' });
      const result = await act(key, ...rest);
      await watch({ name, key, when: 'after' });
      return result;
    };
  return {
    get: around('get', (key) => store.get(key)),
    head: around('head', (key) => store.head(key)),
    list: around('list', (prefix, after?: string) => store.list(prefix, after)),
    putIfAbsent: around('putIfAbsent', (key, source) => store.putIfAbsent(key, source)),
    localFile: around('localFile', (key) => store.localFile(key)),
  };
}

/** A store of which the n-th call (from 1) and all later ones fail, as when the process loses its disk. */
export function failingStore(store: ObjectStore, first: number, when: Failure): ObjectStore {
  let calls = 0;
  return watchedStore(store, (call) => {
    if (call.when === 'before') calls += 1;
    if (calls > first || (calls === first && call.when === when)) throw new Error('injected');
  });
}
