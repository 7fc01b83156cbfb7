import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitManifest, type ManifestDraft } from '../../src/lake/commit-manifest.js';
import { manifestKey, readManifestChain } from '../../src/lake/manifest-chain.js';
import { listCommittedFeeds, readDay, readManifests } from '../../src/lake/read-lake.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { watchedStore } from '../canonicalize/support/failing-store.js';
import { openTestLake } from '../canonicalize/support/lake.js';

/** A draft of which all that matters here derives from one letter. */
function draft(letter: string, change: Partial<ManifestDraft> = {}): ManifestDraft {
  const hash = letter.repeat(64);
  const trade_date = change.trade_date ?? '2026-11-20';
  return {
    format: 1,
    commit_id: hash,
    write_id: `write ${letter}`,
    feed: 'feed-one',
    feed_version: 1,
    feed_spec_sha256: hash,
    schema_sha256: hash,
    canonicalizer: 1,
    trade_date,
    dataset: 'trades',
    delivery: {
      uri: `${letter}.psv`,
      sha256: hash,
      bytes: 1,
      received_at_ns: '1',
      feed: 'feed-one',
      trade_date,
    },
    raw_key: `raw/${letter}`,
    totals: { read: 1, accepted: 1, rejected: 0, duplicates: 0, ignored: 0, control_lines: 0, bytes: 1 },
    control: [],
    files: [{ dataset: 'trades', key: `data/${letter}`, sha256: hash, bytes: 1, rows: 1, trade_date }],
    quarantine: null,
    ...change,
  };
}

async function commits(store: ObjectStore): Promise<string[]> {
  return (await readManifestChain(store, 'feed-one')).map(({ manifest }) => manifest.commit_id[0] ?? '');
}

describe('committing', () => {
  test('chains each manifest to the bytes of the one before it', async () => {
    const { store } = await openTestLake();
    const first = await commitManifest(store, draft('a'));
    const second = await commitManifest(store, draft('b'));
    expect(first.manifest).toMatchObject({ sequence: 1, previous_sha256: null });
    expect(second.manifest).toMatchObject({ sequence: 2, previous_sha256: first.sha256 });
    expect([first.key, second.key]).toEqual([manifestKey('feed-one', 1), manifestKey('feed-one', 2)]);
    expect(await listCommittedFeeds(store)).toEqual(['feed-one']);
  });

  test('the same commit again adds nothing and answers with what stands', async () => {
    const { store } = await openTestLake();
    const first = await commitManifest(store, draft('a'));
    const again = await commitManifest(store, draft('a', { write_id: 'another' }));
    expect(again).toEqual(first);
    expect(await store.list('')).toHaveLength(1);
  });

  test('sixteen writers at once all find their place', async () => {
    const { store } = await openTestLake();
    const letters = [...'abcdefghijklmnop'];
    await Promise.all(letters.map((letter) => commitManifest(store, draft(letter))));
    expect((await commits(store)).sort()).toEqual(letters);
  });

  test('gives up after sixteen places in a row were taken', async () => {
    const { store } = await openTestLake();
    const overtaken: ObjectStore = {
      ...store,
      putIfAbsent: () => Promise.resolve({ outcome: 'taken', request_id: null, version_id: null }),
    };
    await expect(commitManifest(overtaken, draft('a'))).rejects.toMatchObject({
      code: 'commit-contended',
      retryable: true,
      data: { feed: 'feed-one', attempts: 16 },
    });
  });
});

describe('the reply to the put is lost', () => {
  test('after the manifest was stored: its write id shows that it is ours', async () => {
    const { store } = await openTestLake();
    const lossy = watchedStore(store, ({ name, when }) => {
      if (name === 'putIfAbsent' && when === 'after') throw new Error('reply lost');
    });
    const committed = await commitManifest(lossy, draft('a'));
    expect(committed.manifest.sequence).toBe(1);
    expect(await commits(store)).toEqual(['a']);
  });

  test('before anything was stored: the failure comes out and nothing stands', async () => {
    const { store } = await openTestLake();
    const broken = watchedStore(store, ({ name }) => {
      if (name === 'putIfAbsent') throw new Error('no connection');
    });
    await expect(commitManifest(broken, draft('a'))).rejects.toThrow('no connection');
    expect(await commits(store)).toEqual([]);
  });

  test("while another writer took the place: the other's manifest is not taken for ours", async () => {
    const { store } = await openTestLake();
    const raced = watchedStore(store, async ({ name, when }) => {
      if (name !== 'putIfAbsent' || when !== 'before') return;
      await commitManifest(store, draft('b'));
      throw new Error('no connection');
    });
    await expect(commitManifest(raced, draft('a'))).rejects.toThrow('no connection');
    expect(await commits(store)).toEqual(['b']);
  });
});

describe('reading the chain', () => {
  async function chainOfThree(): Promise<{ store: ObjectStore; file: (sequence: number) => string }> {
    const { store, root } = await openTestLake();
    for (const letter of 'abc') await commitManifest(store, draft(letter));
    return { store, file: (sequence) => path.join(root, manifestKey('feed-one', sequence)) };
  }

  test('altered bytes of a manifest break the link of the next one', async () => {
    const { store, file } = await chainOfThree();
    const { bytes } = { bytes: Buffer.from((await store.get(manifestKey('feed-one', 2))) ?? []) };
    await writeFile(file(2), bytes.toString('utf8').replace('"rows": 1', '"rows": 2'));
    await expect(readManifestChain(store, 'feed-one')).rejects.toMatchObject({
      code: 'manifest-chain-broken',
      data: { key: manifestKey('feed-one', 3) },
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
        (await store.list(prefix)).filter(({ key }) => key !== manifestKey('feed-one', sequence)),
    };
    await expect(readManifestChain(without, 'feed-one')).rejects.toMatchObject({
      code: 'manifest-chain-broken',
      data: { actual: `${manifestKey('feed-one', sequence)} is missing` },
    });
  });

  test.each([
    ['half of one', '{"format": 1, "comm', 'JSON'],
    ['another document', '{"format": 1}', 'it has no commit_id'],
  ])('a file that is %s is said to be no manifest', async (_, text, reason) => {
    const { store, file } = await chainOfThree();
    await writeFile(file(3), text);
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
  test('a delivery canonicalized again replaces its earlier result, and only that', async () => {
    const { store } = await openTestLake();
    await commitManifest(store, draft('a'));
    await commitManifest(store, draft('b'));
    await commitManifest(store, draft('a', { commit_id: 'c'.repeat(64), write_id: 'write c', files: [] }));
    const standing = await readManifests(store, 'feed-one');
    expect(standing.map(({ commit_id }) => commit_id[0])).toEqual(['b', 'c']);
    expect((await readDay(store, '2026-11-20')).map(({ file }) => file.key)).toEqual(['data/b']);
  });

  test('the same bytes sent for two trade dates stand for both', async () => {
    const { store } = await openTestLake();
    await commitManifest(store, draft('a'));
    const next = draft('a', { commit_id: 'b'.repeat(64), write_id: 'write b', trade_date: '2026-11-23' });
    await commitManifest(store, next);
    expect(await readDay(store, '2026-11-20')).toHaveLength(1);
    expect(await readDay(store, '2026-11-23')).toHaveLength(1);
    expect(await readDay(store, '2026-11-21')).toEqual([]);
  });
});
