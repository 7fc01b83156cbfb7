import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/domain/sha256.js';
import { CHECKPOINT_ENTRIES } from '../../src/lake/checkpoint.js';
import { readManifestChain } from '../../src/lake/manifest-chain.js';
import type { ObjectRemover, ObjectStore } from '../../src/store/object-store.js';
import { watchedStore } from '../canonicalize/support/failing-store.js';
import { memoryStore, SimulatedObjects } from './simulation/simulated-store.js';
import { commit, draft } from './support/drafts.js';

const first = 'checkpoints/feed-one/00000256.json.gz';

async function append(store: ObjectStore, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number += 1) {
    await commit(
      store,
      draft('a', { commit_id: sha256(Buffer.from(String(number))), write_id: `w${number}` }),
    );
  }
}

async function chainOf(
  entries: number,
): Promise<{ objects: SimulatedObjects; store: ObjectStore & ObjectRemover }> {
  const objects = new SimulatedObjects();
  const store = memoryStore(objects);
  await append(store, 1, entries);
  return { objects, store };
}

const checkpoints = async (store: ObjectStore): Promise<string[]> =>
  (await store.list('checkpoints/')).map(({ key }) => key);

test('a checkpoint is kept with the 256th entry, and not before', async () => {
  const { store } = await chainOf(CHECKPOINT_ENTRIES - 1);
  expect(await checkpoints(store)).toEqual([]);
  await append(store, CHECKPOINT_ENTRIES, CHECKPOINT_ENTRIES);
  expect(await checkpoints(store)).toEqual([first]);
});

test('a new reader reads the checkpoint and the entries behind it, and the same chain as without', async () => {
  const { objects, store } = await chainOf(CHECKPOINT_ENTRIES + 2);
  const keys: string[] = [];
  const watched = watchedStore(memoryStore(objects), ({ name, key, when }) => {
    if (name === 'get' && when === 'before') keys.push(key);
  });
  const chain = await readManifestChain(watched, 'feed-one');
  expect(keys).toEqual([first, 'manifests/feed-one/00000257.json', 'manifests/feed-one/00000258.json']);
  await store.remove(first);
  expect(chain).toEqual(await readManifestChain(memoryStore(objects), 'feed-one'));
});

test('a checkpoint that could not be kept fails nothing, and is made up for with the next', async () => {
  const { objects } = await chainOf(CHECKPOINT_ENTRIES - 1);
  const failing = watchedStore(memoryStore(objects), ({ name, key }) => {
    if (name === 'putIfAbsent' && key.startsWith('checkpoints/')) throw new Error('injected');
  });
  await append(failing, CHECKPOINT_ENTRIES, CHECKPOINT_ENTRIES + 1);
  expect(await checkpoints(failing)).toEqual([]);
  const store = memoryStore(objects);
  await append(store, CHECKPOINT_ENTRIES + 2, 2 * CHECKPOINT_ENTRIES);
  expect(await checkpoints(store)).toEqual([first, 'checkpoints/feed-one/00000512.json.gz']);
});

test.each([
  [
    'altered in one figure',
    (texts: string[]) =>
      texts.map((text, index) => (index === 9 ? text.replace('"rows": 1', '"rows": 2') : text)),
    'manifest-chain-broken',
  ],
  [
    'without one of its entries',
    (texts: string[]) => texts.filter((_, index) => index !== 9),
    'manifest-chain-broken',
  ],
  [
    'altered in its last entry, which the next one after it shows',
    (texts: string[]) =>
      texts.map((text, index) => (index === 255 ? text.replace('"rows": 1', '"rows": 2') : text)),
    'manifest-chain-broken',
  ],
  ['of something else', () => ['{}'], 'manifest-unreadable'],
])('a checkpoint %s is found out', async (_, alter, code) => {
  const { objects, store } = await chainOf(CHECKPOINT_ENTRIES + 1);
  const texts: string[] = [];
  for (const { key } of (await store.list('manifests/')).slice(0, CHECKPOINT_ENTRIES)) {
    texts.push(Buffer.from((await store.get(key)) ?? []).toString('utf8'));
  }
  await store.remove(first);
  await store.putIfAbsent(first, { bytes: gzipSync(JSON.stringify(alter(texts))) });
  await expect(readManifestChain(memoryStore(objects), 'feed-one')).rejects.toMatchObject({ code });
});
