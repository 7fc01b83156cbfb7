import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appendEntry } from '../../src/lake/append-entry.js';
import type { EntryDraft } from '../../src/lake/chain-entry.js';
import { readHistory } from '../../src/lake/read-history.js';
import { tellHistory } from '../../src/report/tell-history.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { openTestLake } from '../canonicalize/support/lake.js';
import { draft } from '../lake/support/drafts.js';

const START_NS = 1_795_185_000_000_000_000n;

/** A chain with an entry of every kind, a minute after each other; one of another feed comes in between. */
async function eventful(): Promise<ObjectStore> {
  const { store } = await openTestLake();
  const { delivery, totals, files } = draft('a');
  const feed = 'feed-one';
  const refused = { ...delivery, uri: 'late.psv', sha256: 'e'.repeat(64) };
  const hold = { feed, hold_id: 'hold-1', by: 'A. Counsel', from: '2026-11-01', to: '2026-11-30' };
  const other = { ...draft('f').files[0], key: 'data/f', trade_date: '2026-11-19' } as (typeof files)[number];
  const drafts: EntryDraft[] = [
    draft('a'),
    {
      kind: 'refusal',
      write_id: '1',
      feed,
      trade_date: '2026-11-20',
      delivery: refused,
      raw_key: 'raw/e',
      totals: null,
      faults: [
        {
          code: 'trailer-count-differs',
          message:
            'late.psv:7: the trailer declares 12 records, counted 11, expected the same; ask the broker for the file again [trailer-count-differs]',
        },
      ],
    },
    draft('f', { feed: 'feed-two', files: [other] }),
    {
      kind: 'duplicate',
      write_id: '2',
      feed,
      trade_date: '2026-11-20',
      delivery: { ...delivery, uri: 'again.psv' },
      of: 'a'.repeat(64),
    },
    draft('b', {
      supersedes: [{ key: 'data/a', sha256: 'a'.repeat(64) }],
      restates: {
        reason: 'correction',
        replaced: 1,
        deleted: 0,
        detail: 'record 1 of b.psv replaces record 1 of a.psv',
      },
    }),
    draft('c', {
      kind: 'replay',
      repair: { of: 'b'.repeat(64), key: 'repairs/c', sha256: 'c'.repeat(64) },
      totals: { ...totals, read: 3, duplicates: 2 },
    }),
    { kind: 'hold', write_id: '3', ...hold, reason: 'inquiry 2026-17 of the exchange' },
    { kind: 'release', write_id: '4', ...hold, reason: 'inquiry closed' },
    {
      kind: 'removal',
      write_id: '5',
      feed,
      reason: 'garbage',
      rule: 'no entry names the objects, and they are older than the grace period',
      by: 'tapewarden lake gc',
      objects: [
        { key: 'data/order_events/trade_date=2026-11-20/feed=feed-one/x.parquet', sha256: null, bytes: 1200 },
      ],
    },
  ];
  for (const [minute, append] of drafts.entries()) {
    const target = { store, feed: append.feed, now_ns: () => START_NS + BigInt(minute) * 60_000_000_000n };
    await appendEntry(target, () => Promise.resolve({ append }));
  }
  return store;
}

test('a history tells every kind of entry in the order of time, within 80 columns', async () => {
  const all = await readHistory(await eventful(), {});
  const text = tellHistory(all, all, 80);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  const golden = new URL('../golden/history.txt', import.meta.url);
  if (process.env['UPDATE'] === '1') writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});

test('a history is of a feed, of a trade date, and of a state', async () => {
  const store = await eventful();
  const kinds = async (reading: Parameters<typeof readHistory>[1]): Promise<string[]> =>
    (await readHistory(store, reading)).map(({ entry }) => `${entry.feed} ${entry.kind}`);
  expect(await kinds({ feed: 'feed-two' })).toEqual(['feed-two delivery']);
  expect(await kinds({ trade_date: '2026-11-19' })).toEqual([
    'feed-two delivery',
    'feed-one hold',
    'feed-one release',
  ]);
  expect(await kinds({ trade_date: '2026-11-20' })).toHaveLength(9);
  expect(await kinds({ trade_date: '2026-12-01' })).toEqual([]);
  expect(await kinds({ trade_date: '2026-10-31' })).toEqual([]);
  expect(await kinds({ as_of: { instant_ns: START_NS } })).toEqual(['feed-one delivery']);
  expect(await kinds({ as_of: { instant_ns: START_NS - 1n } })).toEqual([]);
});
