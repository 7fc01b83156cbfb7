import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { sha256 } from '../../../src/domain/sha256.js';
import { appendEntry } from '../../../src/lake/append-entry.js';
import type { EntryDraft } from '../../../src/lake/chain-entry.js';
import { CHECKPOINT_ENTRIES } from '../../../src/lake/checkpoint.js';
import { correctedFeed, said, say } from '../../canonicalize/support/corrected-feed.js';
import { openTestLake } from '../../canonicalize/support/lake.js';
import { commit, draft, type ManifestDraft } from '../support/drafts.js';
import {
  change,
  copyOfLake,
  findings,
  type SharedLake,
  verify,
  writeSharedLake,
} from '../support/shared-lake.js';

let shared: SharedLake;
beforeAll(async () => {
  shared = await writeSharedLake();
  return shared.remove;
});

const entry = (sequence: number): string => `manifests/acme-orders/0000000${sequence}.json`;

describe('a chain', () => {
  test('with an altered entry breaks at the one after it', async () => {
    const lake = await copyOfLake(shared);
    await change(lake, entry(1), (text) => text.replace('"feed_version": 2', '"feed_version": 3'));
    const hash = sha256(await readFile(path.join(lake.root, entry(1))));
    expect(await findings(lake)).toEqual([
      expect.stringMatching(
        `^${entry(2)}: carries [0-9a-f]{64} as the hash of the entry before it, which hashes to ${hash}; .*\\[chain-broken\\]$`,
      ),
    ]);
  });

  test.each([1, 2])(
    'without entry %i has a gap, and what later entries refer to is unknown',
    async (sequence) => {
      const lake = await copyOfLake(shared);
      await rm(path.join(lake.root, entry(sequence)));
      expect((await findings(lake))[0]).toBe(
        `${entry(sequence + 1)}: the entry before it is missing, expected ${entry(sequence)}; restore it from a copy [chain-gap]`,
      );
    },
  );

  test.each([
    [
      'half an entry',
      (text: string) => text.slice(0, 100),
      /is no entry of a chain \(.*JSON.*\[entry-unreadable\]$/,
    ],
    [
      'a member too many',
      (text: string) => text.replace('"feed_version"', '"more": 1, "feed_version"'),
      /must NOT have additional properties.*\[entry-unreadable\]$/,
    ],
    [
      'a kind of the future',
      (text: string) => text.replace('"kind": "refusal"', '"kind": "party"'),
      /its kind is "party".*\[entry-unreadable\]$/,
    ],
    [
      'a format of the future',
      (text: string) => text.replace('"format": 2', '"format": 3'),
      /its format is 3, expected 1 or 2.*\[entry-unreadable\]$/,
    ],
  ])('that holds %s says so, and the rest is verified', async (what, edit, message) => {
    const lake = await copyOfLake(shared);
    await change(lake, entry(what === 'a kind of the future' ? 3 : 2), edit);
    expect((await findings(lake)).filter((text) => text.includes('entry-unreadable'))).toEqual([
      expect.stringMatching(message),
    ]);
  });

  test('whose newest entry was rewritten is found by its sums alone', async () => {
    const lake = await copyOfLake(shared);
    await rm(path.join(lake.root, entry(3)));
    await change(lake, entry(2), (text) => text.replace('"accepted": 2', '"accepted": 3'));
    const messages = await findings(lake);
    expect(messages.map((text) => /\[([a-z-]+)\]$/.exec(text)?.[1])).toEqual([
      'totals-unbalanced',
      'rows-unaccounted',
    ]);
    expect(messages[0]).toContain('4 records read, expected 3 accepted + 1 rejected + 1 duplicates;');
    expect(messages[1]).toContain(
      'its files hold 2 rows of its own, expected 3, one for each accepted record that no correction took away;',
    );
  });

  test('that tells another feed, sequence or an earlier time is misplaced', async () => {
    const lake = await openTestLake();
    await commit(lake.store, draft('a'), () => 5n);
    await commit(lake.store, draft('b'), () => 6n);
    await change(lake, 'manifests/feed-one/00000002.json', (text) =>
      text
        .replace('"sequence": 2', '"sequence": 7')
        .replace('"feed": "feed-one",\n "committed', '"feed": "feed-two",\n "committed')
        .replace('"6"', '"4"'),
    );
    const messages = (await findings(lake)).filter((text) => text.includes('entry-misplaced'));
    expect(messages.map((text) => text.replace(/^[^:]+: (.*?);.*$/, '$1'))).toEqual([
      'feed is feed-two, expected feed-one',
      'sequence is 7, expected 2',
      'committed_at_ns is 4, expected 5 or later',
    ]);
  });
});

test('a checkpoint that holds another entry than the chain is told, and one that holds the same is not', async () => {
  const lake = await openTestLake();
  const target = { store: lake.store, feed: 'feed-one', now_ns: () => 1n };
  for (let sequence = 1; sequence <= CHECKPOINT_ENTRIES; sequence += 1) {
    const hold = { hold_id: `h${sequence}`, reason: 'r', by: 'b', from: '2026-11-20', to: '2026-11-20' };
    const append: EntryDraft = { kind: 'hold', write_id: String(sequence), feed: 'feed-one', ...hold };
    await appendEntry(target, () => Promise.resolve({ append }));
  }
  expect(await findings(lake)).toEqual([]);
  const key = 'checkpoints/feed-one/00000256.json.gz';
  const file = path.join(lake.root, key);
  const texts = JSON.parse(gunzipSync(await readFile(file)).toString('utf8')) as string[];
  texts[7] = texts[7]?.replace('"h8"', '"h9"') ?? '';
  await rm(file);
  await lake.store.putIfAbsent(key, { bytes: gzipSync(JSON.stringify(texts)) });
  expect(await findings(lake)).toEqual([
    'checkpoints/feed-one: holds other bytes of manifests/feed-one/00000008.json than the chain; remove it, readers then follow the chain itself [checkpoint-differs]',
  ]);
});

describe('what entries say of each other', () => {
  const file = (letter: string, rows: number, rewrites?: string): Manifest['files'][number] => ({
    ...(draft(letter).files[0] as Manifest['files'][number]),
    rows,
    ...(rewrites === undefined ? {} : { rewrites }),
  });
  const superseding = (letter: string): { key: string; sha256: string } => ({
    key: `data/${letter}`,
    sha256: letter.repeat(64),
  });
  const totals = { ...draft('a').totals, read: 2, accepted: 2 };
  const restates = { reason: 'correction' as const, replaced: 1, deleted: 0, detail: 'one' };

  /** Codes of findings about the chain of drafts; their objects are all absent, which is left out. */
  async function codes(...changes: Partial<ManifestDraft>[]): Promise<string[]> {
    const lake = await openTestLake();
    for (const [index, one] of changes.entries())
      await commit(lake.store, draft('abcd'[index] as string, one));
    return (await findings(lake)).filter((text) => !text.endsWith('[object-absent]'));
  }
  const two = { files: [file('a', 2)], totals };

  test('a correction that carries on what it does not replace is sound', async () => {
    const b = { files: [file('b', 1), file('c', 1, 'data/a')], supersedes: [superseding('a')], restates };
    expect(await codes(two, b)).toEqual([]);
  });

  test('corrections as deliveries make them are sound, within a file, across files and restated', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1'), said('C', 'a', '2'), said('D', 'b')]);
    await say(lake, feed, [said('N', 'c', '1'), said('N', 'd', '1')]);
    const third = await say(lake, feed, [said('C', 'c', '2'), said('D', 'd'), said('C', 'a', '3')]);
    expect(third.supersedes).not.toEqual([]);
    expect(await verify(lake)).toMatchObject({ findings: [], orphans: [] });
    await rm(path.join(lake.root, third.corrections?.key ?? ''));
    expect(await findings(lake)).toEqual([
      `${third.corrections?.key ?? ''}: is not in the store, but manifests/${third.feed}/00000003.json names it and no entry records its removal; restore it from a copy [object-absent]`,
    ]);
  });

  test.each([
    [
      'a superseded file that nobody knows',
      { supersedes: [superseding('e')], restates },
      'superseded-unknown',
      'supersedes data/e, which no entry',
    ],
    [
      'a superseded file with another hash',
      { supersedes: [{ key: 'data/a', sha256: 'f'.repeat(64) }], restates },
      'superseded-unknown',
      'supersedes data/a, which no entry',
    ],
    [
      'rows carried on of a file that stays',
      { files: [file('b', 1), file('c', 1, 'data/a')] },
      'rewritten-unknown',
      'data/c carries on rows of data/a, expected',
    ],
    [
      'more rows carried on than there were',
      { files: [file('b', 1), file('c', 3, 'data/a')], supersedes: [superseding('a')], restates },
      'rewritten-unknown',
      'data/c carries on rows of data/a, expected',
    ],
    [
      'a row that vanished',
      { files: [file('b', 1)], supersedes: [superseding('a')], restates },
      'restated-unbalanced',
      'supersedes 2 rows, expected 0 carried on + 1 replaced + 0 deleted',
    ],
    [
      'rejected records without a quarantine',
      { totals: { ...totals, read: 3, accepted: 1, rejected: 2 } },
      'quarantine-unaccounted',
      'its quarantine holds 0 records, expected those of the 2 rejected',
    ],
    [
      'a repair of an unknown commit',
      { repair: { of: 'e'.repeat(64), key: 'repairs/e', sha256: 'e'.repeat(64) } },
      'commit-unknown',
      `refers to commit ${'e'.repeat(64)}, which`,
    ],
  ])('%s', async (_, b, code, message) => {
    expect(await codes(two, b)).toEqual([expect.stringContaining(message)]);
    expect(await codes(two, b)).toEqual([expect.stringMatching(`\\[${code}\\]$`)]);
  });

  test('an entry that names what was removed before it', async () => {
    const lake = await openTestLake();
    const target = { store: lake.store, feed: 'feed-one', now_ns: () => 1n };
    const objects = [{ key: 'data/a', sha256: null, bytes: 1 }];
    const removal: EntryDraft = {
      kind: 'removal',
      write_id: 'r',
      feed: 'feed-one',
      reason: 'garbage',
      rule: 'r',
      by: 'b',
      objects,
    };
    await appendEntry(target, () => Promise.resolve({ append: removal }));
    await commit(lake.store, draft('a'));
    expect((await findings(lake))[0]).toBe(
      'manifests/feed-one/00000002.json: names data/a, which manifests/feed-one/00000001.json removed before; canonicalize the delivery again [removed-object-named]',
    );
  });

  test('a release of a hold that nobody placed', async () => {
    const lake = await openTestLake();
    const target = { store: lake.store, feed: 'feed-one', now_ns: () => 1n };
    const release: EntryDraft = {
      kind: 'release',
      write_id: 'r',
      feed: 'feed-one',
      hold_id: 'h',
      reason: 'r',
      by: 'b',
      from: '2026-11-20',
      to: '2026-11-20',
    };
    await appendEntry(target, () => Promise.resolve({ append: release }));
    expect(await findings(lake)).toEqual([
      expect.stringMatching(/: releases hold h, which no entry before it placed; .*\[hold-unknown\]$/),
    ]);
  });

  test('one key under two hashes', async () => {
    const messages = await codes(two, { raw_key: 'raw/a' });
    expect(messages).toEqual([
      `raw/a: is named with hash ${'b'.repeat(64)}, but manifests/feed-one/00000001.json names it with ${'a'.repeat(64)}; compare both with a copy [objects-contradict]`,
    ]);
  });
});
