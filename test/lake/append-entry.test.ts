import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/domain/generated/manifest.js';
import { appendEntry } from '../../src/lake/append-entry.js';
import type { AsOf } from '../../src/lake/as-of.js';
import { type ChainedEntry, entryKey } from '../../src/lake/chain-entry.js';
import { readManifestChain } from '../../src/lake/manifest-chain.js';
import { listCommittedFeeds, readDay, readManifests } from '../../src/lake/read-lake.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { watchedStore } from '../canonicalize/support/failing-store.js';
import { commit, draft } from './support/drafts.js';
import { lakeKinds } from './support/lake-kinds.js';

async function commits(store: ObjectStore): Promise<string[]> {
  const chain = await readManifestChain(store, 'feed-one');
  return chain.map(({ entry }: ChainedEntry) =>
    'commit_id' in entry ? (entry.commit_id[0] ?? '') : entry.kind,
  );
}

describe.each(lakeKinds)('on %s:', (_kind, openLake) => {
  describe('committing', () => {
    test('chains each manifest to the bytes of the one before it', async () => {
      const { store } = await openLake();
      const first = await commit(store, draft('a'));
      const second = await commit(store, draft('b'));
      expect(first.entry).toMatchObject({ sequence: 1, previous_sha256: null });
      expect(second.entry).toMatchObject({ sequence: 2, previous_sha256: first.sha256 });
      expect([first.key, second.key]).toEqual([entryKey('feed-one', 1), entryKey('feed-one', 2)]);
      expect(await listCommittedFeeds(store)).toEqual(['feed-one']);
    });

    test('the same commit again adds nothing and answers with what stands', async () => {
      const { store } = await openLake();
      const first = await commit(store, draft('a'));
      const again = await commit(store, draft('a', { write_id: 'another' }));
      expect(again).toEqual(first);
      expect(await store.list('')).toHaveLength(1);
    });

    test('sixteen writers at once all find their place', async () => {
      const { store } = await openLake();
      const letters = [...'abcdefghijklmnop'];
      await Promise.all(letters.map((letter) => commit(store, draft(letter))));
      expect((await commits(store)).sort()).toEqual(letters);
    });

    test('gives up after 64 places in a row were taken', async () => {
      const { store } = await openLake();
      const overtaken: ObjectStore = {
        ...store,
        putIfAbsent: () => Promise.resolve({ outcome: 'taken', request_id: null, version_id: null }),
      };
      await expect(commit(overtaken, draft('a'))).rejects.toMatchObject({
        code: 'commit-contended',
        retryable: true,
        data: { feed: 'feed-one', attempts: 64 },
      });
    });
  });

  describe('what is decided', () => {
    test('is decided again beside the entry of a writer who was faster', async () => {
      const { store } = await openLake();
      const seen: number[] = [];
      const target = { store, feed: 'feed-one', now_ns: () => 1n };
      const { entry } = await appendEntry<Manifest>(target, async (chain) => {
        seen.push(chain.length);
        if (chain.length < 2) await commit({ ...store }, draft('xy'[chain.length] as string));
        return { append: draft('a') };
      });
      expect(seen).toEqual([0, 1, 2]);
      expect(entry.sequence).toBe(3);
    });

    test('has a time that never falls along the chain', async () => {
      const { store } = await openLake();
      const times: string[] = [];
      for (const [letter, now_ns] of [
        ['a', 5n],
        ['b', 4n],
        ['c', 6n],
      ] as const) {
        times.push((await commit(store, draft(letter), () => now_ns)).entry.committed_at_ns);
      }
      expect(times).toEqual(['5', '5', '6']);
    });
  });

  describe('the reply to the put is lost', () => {
    test('after the manifest was stored: its write id shows that it is ours', async () => {
      const { store } = await openLake();
      const lossy = watchedStore(store, ({ name, when }) => {
        if (name === 'putIfAbsent' && when === 'after') throw new Error('reply lost');
      });
      const committed = await commit(lossy, draft('a'));
      expect(committed.entry.sequence).toBe(1);
      expect(await commits(store)).toEqual(['a']);
    });

    test('before anything was stored: the failure comes out and nothing stands', async () => {
      const { store } = await openLake();
      const broken = watchedStore(store, ({ name }) => {
        if (name === 'putIfAbsent') throw new Error('no connection');
      });
      await expect(commit(broken, draft('a'))).rejects.toThrow('no connection');
      expect(await commits(store)).toEqual([]);
    });

    test("while another writer took the place: the other's manifest is not taken for ours", async () => {
      const { store } = await openLake();
      const raced = watchedStore(store, async ({ name, when }) => {
        if (name !== 'putIfAbsent' || when !== 'before') return;
        await commit(store, draft('b'));
        throw new Error('no connection');
      });
      await expect(commit(raced, draft('a'))).rejects.toThrow('no connection');
      expect(await commits(store)).toEqual(['b']);
    });
  });

  describe('reading the chain', () => {
    /** A chain of three entries as another process opens it. */
    async function chainOfThree(): Promise<{
      store: ObjectStore;
      alter: (sequence: number, text: string) => Promise<void>;
    }> {
      const { store: writer, reopen, alter } = await openLake();
      for (const letter of 'abc') await commit(writer, draft(letter));
      const store = await reopen();
      return { store, alter: (sequence, text) => alter(entryKey('feed-one', sequence), text) };
    }

    test('altered bytes of a manifest break the link of the next one', async () => {
      const { store, alter } = await chainOfThree();
      const bytes = Buffer.from((await store.get(entryKey('feed-one', 2))) ?? []);
      await alter(2, bytes.toString('utf8').replace('"rows": 1', '"rows": 2'));
      await expect(readManifestChain(store, 'feed-one')).rejects.toMatchObject({
        code: 'manifest-chain-broken',
        data: { key: entryKey('feed-one', 3) },
      });
    });

    test.each([
      ['first', 1],
      ['middle', 2],
    ])('a missing %s manifest is noticed', async (_, sequence) => {
      const { store } = await chainOfThree();
      const without: ObjectStore = {
        ...store,
        list: async (prefix) =>
          (await store.list(prefix)).filter(({ key }) => key !== entryKey('feed-one', sequence)),
      };
      await expect(readManifestChain(without, 'feed-one')).rejects.toMatchObject({
        code: 'manifest-chain-broken',
        data: { actual: `${entryKey('feed-one', sequence)} is missing` },
      });
    });

    test.each([
      ['half of one', '{"format": 1, "comm', 'JSON'],
      ['another document', '{"format": 2}', 'it is no entry of a chain'],
      ['from the future', '{"format": 3, "previous_sha256": null}', 'its format is 3, expected 1 or 2'],
    ])('a file that is %s is said to be no manifest', async (_, text, reason) => {
      const { store, alter } = await chainOfThree();
      await alter(3, text);
      const reading = readManifestChain(store, 'feed-one');
      await expect(reading).rejects.toMatchObject({ code: 'manifest-unreadable' });
      await expect(reading).rejects.toThrow(reason);
    });

    test('a listed manifest that is gone is said to be missing', async () => {
      const { store } = await chainOfThree();
      const without: ObjectStore = { ...store, get: () => Promise.resolve(null) };
      await expect(readManifestChain(without, 'feed-one')).rejects.toMatchObject({ code: 'object-missing' });
    });
  });

  describe('manifests in force', () => {
    const file = (letter: string, rewrites?: string): Manifest['files'][number] => ({
      ...(draft(letter).files[0] as Manifest['files'][number]),
      ...(rewrites === undefined ? {} : { rewrites }),
    });
    const keys = async (store: ObjectStore, as_of?: AsOf): Promise<string[]> =>
      (await readDay(store, '2026-11-20', as_of === undefined ? {} : { as_of })).map(
        ({ file: { key } }) => key,
      );

    test('a superseded file is not read from there on, and still is as of before', async () => {
      const { store } = await openLake();
      await commit(store, draft('a'), () => 10n);
      const b = draft('b', {
        files: [file('b'), file('c', 'data/a')],
        supersedes: [{ key: 'data/a', sha256: 'a'.repeat(64) }],
      });
      await commit(store, b, () => 20n);
      expect(await keys(store)).toEqual(['data/b', 'data/c']);
      expect(await keys(store, { instant_ns: 20n })).toEqual(['data/b', 'data/c']);
      expect(await keys(store, { instant_ns: 19n })).toEqual(['data/a']);
      expect(await keys(store, { instant_ns: 9n })).toEqual([]);
      expect(await keys(store, { instant_ns: 20n, until: { feed: 'feed-one', sequence: 1 } })).toEqual([
        'data/a',
      ]);
      expect(await keys(store, { instant_ns: 20n, until: { feed: 'feed-two', sequence: 1 } })).toHaveLength(
        2,
      );
    });

    test('rows of another delivery that a manifest carries on outlive it, and keep their origin', async () => {
      const { store } = await openLake();
      await commit(store, draft('a'));
      const rewriting = { files: [file('b'), file('c', 'data/a')], supersedes: [file('a')] };
      await commit(store, draft('b', rewriting));
      await commit(store, draft('b', { commit_id: 'd'.repeat(64), write_id: 'd', files: [file('d')] }));
      const day = await readDay(store, '2026-11-20');
      expect(day.map(({ file: { key }, origin }) => [key, origin.commit_id[0]])).toEqual([
        ['data/c', 'a'],
        ['data/d', 'd'],
      ]);
    });

    test('manifests of format 1 are read as deliveries that were committed when they came', async () => {
      const { store } = await openLake();
      const { kind: _, supersedes: _s, restates: _r, repair: _p, ...rest } = draft('a');
      const old = { ...rest, format: 1, sequence: 1, previous_sha256: null };
      await store.putIfAbsent(entryKey('feed-one', 1), { bytes: Buffer.from(JSON.stringify(old)) });
      const { entry } = await commit(store, draft('b'), () => 7n);
      expect(entry).toMatchObject({ sequence: 2, committed_at_ns: '7' });
      expect(await keys(store)).toEqual(['data/a', 'data/b']);
      expect(await keys(store, { instant_ns: 1n })).toEqual(['data/a']);
    });

    test('a delivery canonicalized again replaces its earlier result, and only that', async () => {
      const { store } = await openLake();
      await commit(store, draft('a'));
      await commit(store, draft('b'));
      await commit(store, draft('a', { commit_id: 'c'.repeat(64), write_id: 'write c', files: [] }));
      const standing = await readManifests(store, { feed: 'feed-one' });
      expect(standing.map(({ commit_id }) => commit_id[0])).toEqual(['b', 'c']);
      expect((await readDay(store, '2026-11-20')).map(({ file }) => file.key)).toEqual(['data/b']);
    });

    test('the same bytes sent for two trade dates stand for both', async () => {
      const { store } = await openLake();
      await commit(store, draft('a'));
      const next = draft('a', { commit_id: 'b'.repeat(64), write_id: 'write b', trade_date: '2026-11-23' });
      await commit(store, next);
      expect(await readDay(store, '2026-11-20')).toHaveLength(1);
      expect(await readDay(store, '2026-11-23')).toHaveLength(1);
      expect(await readDay(store, '2026-11-21')).toEqual([]);
    });
  });
});
