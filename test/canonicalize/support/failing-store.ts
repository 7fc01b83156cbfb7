import type { ObjectRemover, ObjectStore } from '../../../src/store/object-store.js';

/** When a call fails: before it does anything, or after it was done and only the reply is lost. */
export type Failure = 'before' | 'after';

type Watch = (call: { name: string; key: string; when: Failure }) => void | Promise<void>;

/** A store that tells of each of its calls and lets it be disturbed; removals too, where the store has them. */
export function watchedStore<Store extends ObjectStore>(store: Store, watch: Watch): Store {
  const around =
    <Rest extends unknown[], Result>(name: string, act: (key: string, ...rest: Rest) => Promise<Result>) =>
    async (key: string, ...rest: Rest): Promise<Result> => {
      await watch({ name, key, when: 'before' });
      const result = await act(key, ...rest);
      await watch({ name, key, when: 'after' });
      return result;
    };
  const remover = 'remove' in store ? (store as unknown as ObjectRemover) : null;
  const watched: ObjectStore & Partial<ObjectRemover> = {
    get: around('get', (key) => store.get(key)),
    head: around('head', (key) => store.head(key)),
    list: around('list', (prefix, after?: string) => store.list(prefix, after)),
    putIfAbsent: around('putIfAbsent', (key, source) => store.putIfAbsent(key, source)),
    localFile: around('localFile', (key) => store.localFile(key)),
    ...(remover === null
      ? {}
      : {
          remove: around('remove', (key) => remover.remove(key)),
          abandoned: async (before_ns, then) => {
            await watch({ name: 'abandoned', key: then, when: 'before' });
            const found = await remover.abandoned(before_ns, then);
            await watch({ name: 'abandoned', key: then, when: 'after' });
            return found;
          },
        }),
  };
  return watched as Store;
}

/** A store of which the n-th call (from 1) and all later ones fail, as when the process loses its disk. */
export function failingStore<Store extends ObjectStore>(store: Store, first: number, when: Failure): Store {
  let calls = 0;
  return watchedStore(store, (call) => {
    if (call.when === 'before') calls += 1;
    if (calls > first || (calls === first && call.when === when)) throw new Error('injected');
  });
}
