import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Duplicate } from '../../../src/domain/generated/duplicate.js';
import type { FeedSpec } from '../../../src/domain/generated/feed-spec.js';
import type { Refusal } from '../../../src/domain/generated/refusal.js';
import { appendEntry } from '../../../src/lake/append-entry.js';
import type { EntryDraft } from '../../../src/lake/chain-entry.js';
import { feedArrivals } from '../../../src/lake/ledger/feed-arrivals.js';
import { reconcileDay, reconcileDays } from '../../../src/lake/ledger/reconcile-day.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { openTestLake } from '../../canonicalize/support/lake.js';
import { commit, draft, type ManifestDraft } from '../support/drafts.js';
import { deadline, type Owed, owed } from './support.js';

const now_ns = deadline + 1n;

function feed(name: string, to: string, arrives: Owed = {}): FeedSpec {
  return { ...owed(arrives), feed: name, file: '{sequence}.psv', to };
}

function delivery(letter: string, change: { uri?: string; received?: bigint; feed?: string } = {}) {
  return {
    uri: change.uri ?? '1.psv',
    sha256: letter.repeat(64),
    bytes: 1,
    received_at_ns: String(change.received ?? deadline),
    feed: change.feed ?? 'feed-one',
    trade_date: '2026-11-20',
  };
}

function published(letter: string, change: Partial<ManifestDraft> = {}): ManifestDraft {
  return draft(letter, { delivery: delivery(letter, { feed: change.feed ?? 'feed-one' }), ...change });
}

async function refuse(store: ObjectStore, letter: string, codes: string[]): Promise<void> {
  const refusal: EntryDraft<Refusal> = {
    kind: 'refusal',
    write_id: `refusal ${letter}`,
    feed: 'feed-one',
    trade_date: '2026-11-20',
    delivery: delivery(letter),
    raw_key: `raw/${letter}`,
    totals: null,
    faults: codes.map((code) => ({ code, message: code })),
  };
  await appendEntry<Refusal>({ store, feed: 'feed-one', now_ns: () => 1n }, () =>
    Promise.resolve({ append: refusal }),
  );
}

async function duplicate(store: ObjectStore, letter: string, uri: string): Promise<void> {
  const again: EntryDraft<Duplicate> = {
    kind: 'duplicate',
    write_id: `duplicate ${letter}`,
    feed: 'feed-one',
    trade_date: '2026-11-20',
    delivery: delivery(letter, { uri, received: deadline + 9n }),
    of: letter.repeat(64),
  };
  await appendEntry<Duplicate>({ store, feed: 'feed-one', now_ns: () => 1n }, () =>
    Promise.resolve({ append: again }),
  );
}

async function arrivals(store: ObjectStore) {
  return feedArrivals(await readManifestChain(store, 'feed-one'));
}

describe('arrivals', () => {
  test('bytes that were refused and later accepted arrived when they were first taken in', async () => {
    const { store } = await openTestLake();
    await refuse(store, 'a', ['column-missing']);
    await commit(store, published('a', { delivery: delivery('a', { received: deadline + 5n }) }));
    expect(await arrivals(store)).toMatchObject([
      { outcome: 'published', received_at_ns: deadline, first_entry: 1, entry: 2, faults: [], read: true },
    ]);
  });

  test('bytes that a newer reading refuses count as refused, though what they published is read', async () => {
    const { store } = await openTestLake();
    await commit(store, published('a'));
    await refuse(store, 'a', ['column-missing']);
    expect(await arrivals(store)).toMatchObject([
      { outcome: 'refused', read: true, commit_id: null, faults: [{ code: 'column-missing' }] },
    ]);
  });

  test('the same bytes read by another specification are one arrival', async () => {
    const { store } = await openTestLake();
    await commit(store, published('a'));
    await commit(store, published('a', { commit_id: 'b'.repeat(64) }));
    expect(await arrivals(store)).toMatchObject([{ commit_id: 'b'.repeat(64), first_entry: 1, entry: 2 }]);
  });

  test('a replay is no arrival: it repairs records of one', async () => {
    const { store } = await openTestLake();
    await commit(store, published('a'));
    const repair = { of: 'a'.repeat(64), key: 'repairs/x', sha256: 'c'.repeat(64) };
    const file = {
      dataset: 'trades',
      key: 'data/r',
      sha256: 'c'.repeat(64),
      bytes: 1,
      rows: 1,
      trade_date: '2026-11-20',
    };
    await commit(store, published('a', { kind: 'replay', commit_id: 'c'.repeat(64), repair, files: [file] }));
    expect(await arrivals(store)).toMatchObject([{ repaired: 1, totals: { read: 1 }, entry: 1 }]);
  });

  test('a duplicate names the file whose bytes it has', async () => {
    const { store } = await openTestLake();
    await commit(store, published('a'));
    await duplicate(store, 'a', '2.psv');
    expect(await arrivals(store)).toMatchObject([
      { file: '1.psv', outcome: 'published' },
      { file: '2.psv', outcome: 'duplicate', duplicates: '1.psv', received_at_ns: deadline + 9n },
    ]);
  });
});

describe('a day', () => {
  const feeds = [
    feed('feed-two', 'trades'),
    feed('feed-one', 'order_events'),
    feed('feed-three', 'order_events', { due: 'on-request' }),
  ];

  test('is as whole as its feeds are, dataset by dataset, and says why not', async () => {
    const { store } = await openTestLake();
    await commit(store, published('a'));
    const day = await reconcileDay(store, feeds, { trade_date: '2026-11-20', now_ns });
    expect(day.verdict).toBe('incomplete');
    expect(day.entries.map(({ feed: name, verdict }) => [name, verdict])).toEqual([
      ['feed-one', 'complete'],
      ['feed-three', 'nothing_due'],
      ['feed-two', 'incomplete'],
    ]);
    expect(day.datasets).toEqual([
      { dataset: 'order_events', verdict: 'complete', feeds: ['feed-one', 'feed-three'], reasons: [] },
      {
        dataset: 'trades',
        verdict: 'incomplete',
        feeds: ['feed-two'],
        reasons: ['feed-two: nothing delivered'],
      },
    ]);
  });

  test('names the feeds of one reason together', async () => {
    const { store } = await openTestLake();
    const owing = [feed('feed-b', 'trades'), feed('feed-a', 'trades')];
    const day = await reconcileDay(store, owing, { trade_date: '2026-11-20', now_ns: deadline });
    expect(day.datasets[0]).toMatchObject({
      verdict: 'not_due_yet',
      reasons: ['feed-a, feed-b: nothing delivered yet'],
    });
  });

  test('without a session says so once for each dataset', async () => {
    const { store } = await openTestLake();
    const day = await reconcileDay(store, feeds, { trade_date: '2026-11-26', now_ns });
    expect(day.verdict).toBe('no_session');
    expect(day.datasets.map(({ reasons }) => reasons)).toEqual([
      ['no session on 2026-11-26 (Thanksgiving Day)'],
      ['no session on 2026-11-26 (Thanksgiving Day)'],
    ]);
  });

  test('a feed of several record types answers for every dataset that it fills', async () => {
    const { store } = await openTestLake();
    const [base] = feeds as [FeedSpec];
    const { record, key, map } = base;
    const also: FeedSpec['also'] = [{ when: { field: 't', values: ['q'] }, record, key, map, to: 'quotes' }];
    const day = await reconcileDay(store, [{ ...base, also }], { trade_date: '2026-11-20', now_ns });
    expect(day.datasets.map(({ dataset, verdict }) => [dataset, verdict])).toEqual([
      ['quotes', 'incomplete'],
      ['trades', 'incomplete'],
    ]);
  });

  test('satisfies its schema, and so do the entries of several days', async () => {
    const { store } = await openTestLake();
    await refuse(store, 'b', ['control-count-differs']);
    await commit(store, published('a', { control: [{ name: 'count', declared: '1', counted: '1' }] }));
    await duplicate(store, 'a', '2.psv');
    const trade_dates = ['2026-11-19', '2026-11-20', '2026-11-21'];
    const days = await reconcileDays(store, feeds, { trade_dates, now_ns });
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    for (const name of ['totals', 'ledger-entry', 'ledger-day'])
      ajv.addSchema(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as object);
    const validate = ajv.getSchema('tapewarden:ledger-day');
    for (const day of days) expect(validate?.(day), JSON.stringify(validate?.errors)).toBe(true);
    expect(days.map(({ trade_date, verdict }) => [trade_date, verdict])).toEqual([
      ['2026-11-19', 'incomplete'],
      ['2026-11-20', 'incomplete'],
      ['2026-11-21', 'no_session'],
    ]);
  });
});
