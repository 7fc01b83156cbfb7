import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { entryKey, isManifest } from '../../../src/lake/chain-entry.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { readDay } from '../../../src/lake/read-lake.js';
import { collectGarbage } from '../../../src/lake/removal/collect-garbage.js';
import type { CollectedGarbage } from '../../../src/lake/removal/collected-garbage.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectRemover, ObjectStore } from '../../../src/store/object-store.js';
import { failingStore, watchedStore } from '../../canonicalize/support/failing-store.js';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../../canonicalize/support/feeds.js';
import { deliver, listing, openTestLake, published, type TestLake } from '../../canonicalize/support/lake.js';
import { commit, draft } from '../support/drafts.js';
import { recordEmptyRun } from '../support/recorded-run.js';
import { copyOfLake, type SharedLake, verify, writeSharedLake } from '../support/shared-lake.js';

const acme = shippedFeed('acme-orders');
const third = acmeFile([acmeLine(5), acmeLine(8), acmeLine(9, { side: '9' })]);
/** Far behind every object that a test puts. */
const LATER_NS = 4_000_000_000_000_000_000n;
const DAY_NS = 86_400_000_000_000n;
const garbageKey = (feed: string, name: string): string =>
  `data/order_events/trade_date=2026-11-20/feed=${feed}/${name}.parquet`;

let shared: SharedLake;
let interrupted: { lake: Pick<TestLake, 'root'>; garbage: string[] };
beforeAll(async () => {
  shared = await writeSharedLake();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-interrupted-'));
  interrupted = await interrupt(folder);
  return async () => {
    await shared.remove();
    await rm(folder, { recursive: true });
  };
});

function collect(
  store: ObjectStore & ObjectRemover,
  options: { now_ns?: bigint; grace_ns?: bigint; dry_run?: boolean } = {},
): Promise<CollectedGarbage> {
  const { now_ns = LATER_NS, grace_ns = 0n, dry_run = false } = options;
  let writes = 0;
  const new_write_id = (): string => {
    writes += 1;
    return `gc-${writes}`;
  };
  return collectGarbage({ store, now_ns: () => now_ns, new_write_id }, { grace_ns, dry_run });
}

const keysOf = (objects: readonly { key: string }[]): string[] => objects.map(({ key }) => key);
const open = (lake: TestLake): ObjectStore & ObjectRemover => openLocalStore(lake.root);

/** A store whose objects are of the first nanosecond of 1970. */
const aged = (store: ObjectStore & ObjectRemover): ObjectStore & ObjectRemover => ({
  ...store,
  list: async (prefix, after) =>
    (await store.list(prefix, after)).map((object) => ({ ...object, modified_ns: 1n })),
});

/** A lake in which a delivery was interrupted right before its commit: its data and quarantine are garbage. */
async function interrupt(folder: string): Promise<typeof interrupted> {
  const root = path.join(folder, 'lake');
  await cp(shared.root, root, { recursive: true });
  const store = openLocalStore(root);
  const before = keysOf(await store.list(''));
  const stopped = watchedStore(store, ({ name, key }) => {
    if (name === 'putIfAbsent' && key.startsWith('manifests/')) throw new Error('injected');
  });
  const sent = deliver({ folder, store: stopped }, acme, { name: acmeName, bytes: third });
  await expect(sent).rejects.toThrow('injected');
  const garbage = keysOf(await store.list('')).filter(
    (key) => !before.includes(key) && !key.startsWith('raw/'),
  );
  expect(garbage.map((key) => key.split('/')[0])).toEqual(['data', 'quarantine']);
  return { lake: { root }, garbage };
}

/** A copy of the lake in which a delivery was interrupted, with what is garbage in it. */
async function interruptedLake(): Promise<{ lake: TestLake; garbage: string[] }> {
  return { lake: await copyOfLake(interrupted.lake), garbage: interrupted.garbage };
}

describe('garbage', () => {
  test('of an interrupted delivery is removed after the chain says so, and the lake is whole', async () => {
    const { lake, garbage } = await interruptedLake();
    const collected = await collect(open(lake));
    expect(keysOf(collected.removed)).toEqual(garbage);
    expect(collected).toMatchObject({ finished: [], results: [], abandoned: [], young: [] });
    expect(collected.raw).toHaveLength(1);
    const left = keysOf(await lake.store.list(''));
    expect(left.filter((key) => garbage.includes(key))).toEqual([]);
    expect(left).toContain(collected.raw[0]?.key);
    const chain = await readManifestChain(open(lake), 'acme-orders');
    expect(chain.at(-1)?.entry).toMatchObject({
      kind: 'removal',
      reason: 'garbage',
      by: 'tapewarden lake gc',
      objects: collected.removed.map(({ key, bytes }) => ({ key, sha256: null, bytes })),
    });
    expect(await verify(lake)).toMatchObject({ findings: [], removed: 2 });
  });

  test('is not looked for twice: a second collection adds no entry', async () => {
    const { lake } = await interruptedLake();
    await collect(open(lake));
    const before = await listing(lake.store);
    expect(await collect(open(lake))).toMatchObject({ removed: [], finished: [] });
    expect(await listing(lake.store)).toEqual(before);
  });

  test('is only listed by a dry run', async () => {
    const { lake, garbage } = await interruptedLake();
    const before = await listing(lake.store);
    expect(keysOf((await collect(open(lake), { dry_run: true })).removed)).toEqual(garbage);
    expect(await listing(lake.store)).toEqual(before);
  });

  test('can be delivered again afterwards, under keys that were never removed', async () => {
    const { lake, garbage } = await interruptedLake();
    await collect(open(lake));
    const manifest = published(
      await deliver({ ...lake, store: open(lake) }, acme, { name: acmeName, bytes: third }),
    );
    expect(manifest.files[0]?.key).toBe(garbage[0]?.replace('/rows.parquet', '-1/rows.parquet'));
    expect(manifest.quarantine?.key).toBe(garbage[1]?.replace('.parquet', '-1.parquet'));
    expect(await verify(lake)).toMatchObject({ findings: [] });
  });

  test('exactly as old as the grace period stays, a nanosecond older goes', async () => {
    const lake = await openTestLake();
    const key = garbageKey('feed-one', 'x');
    await lake.store.putIfAbsent(key, { bytes: Buffer.from('x') });
    const store = open(lake);
    const aged = {
      ...store,
      list: async (prefix: string, after?: string) =>
        (await store.list(prefix, after)).map((object) => ({ ...object, modified_ns: 1000n })),
    };
    const young = await collect(aged, { now_ns: 1007n, grace_ns: 7n });
    expect([keysOf(young.removed), keysOf(young.young)]).toEqual([[], [key]]);
    const old = await collect(aged, { now_ns: 1008n, grace_ns: 7n });
    expect([keysOf(old.removed), keysOf(old.young)]).toEqual([[key], []]);
    expect(await store.head(key)).toBe(null);
  });

  test('of a feed that never committed begins its chain with the removal', async () => {
    const lake = await openTestLake();
    await lake.store.putIfAbsent(garbageKey('feed-one', 'x'), { bytes: Buffer.from('x') });
    await collect(open(lake));
    expect(keysOf(await lake.store.list(''))).toEqual([entryKey('feed-one', 1)]);
    expect(await verify(lake)).toMatchObject({ findings: [], removed: 1 });
  });

  test('is nothing that a superseded entry names, raw bytes, repairs or keys that are not ours', async () => {
    const lake = await openTestLake();
    const [old, now] = [garbageKey('feed-one', 'old'), garbageKey('feed-one', 'now')];
    const file = {
      dataset: 'order_events',
      sha256: 'a'.repeat(64),
      bytes: 1,
      rows: 1,
      trade_date: '2026-11-20',
    };
    await commit(lake.store, draft('a', { files: [{ ...file, key: old }] }));
    await commit(
      lake.store,
      draft('b', { files: [{ ...file, key: now }], supersedes: [{ key: old, sha256: file.sha256 }] }),
    );
    const others = ['data/notes.txt', 'raw/aa/bb', 'repairs/x', 'catalog/x'];
    for (const key of [old, now, ...others]) await lake.store.putIfAbsent(key, { bytes: Buffer.from('x') });
    const before = await listing(lake.store);
    expect(await collect(open(lake))).toMatchObject({ removed: [], finished: [] });
    expect(await listing(lake.store)).toEqual(before);
  });

  test('of writes that never finished is taken from the staging folder', async () => {
    const lake = await copyOfLake(shared);
    await mkdir(path.join(lake.root, '.staging'), { recursive: true });
    await writeFile(path.join(lake.root, '.staging', 'half'), 'abc');
    const half = [{ name: '.staging/half', bytes: 3 }];
    expect((await collect(open(lake), { dry_run: true })).abandoned).toEqual(half);
    expect((await collect(open(lake), { now_ns: 1n })).abandoned).toEqual([]);
    const found = await open(lake).abandoned(LATER_NS, 'list');
    expect(found).toEqual(half);
    expect((await collect(open(lake))).abandoned).toEqual(half);
    expect((await collect(open(lake))).abandoned).toEqual([]);
  });
});

describe('results of a run', () => {
  const left = 'results/trade_date=2026-11-20/run=x/alerts.jsonl';
  test('that was never recorded go once they are older than a day, whatever the grace period', async () => {
    const lake = await copyOfLake(shared);
    await lake.store.putIfAbsent(left, { bytes: Buffer.from('x') });
    const day_old = await collect(aged(open(lake)), { now_ns: DAY_NS + 1n });
    expect([keysOf(day_old.results), keysOf(day_old.young)]).toEqual([[], [left]]);
    const older = await collect(aged(open(lake)), { now_ns: DAY_NS + 2n });
    expect([keysOf(older.results), keysOf(older.young)]).toEqual([[left], []]);
    expect(await verify(lake)).toMatchObject({ findings: [], orphans: [] });
  });

  test('that is recorded while they are removed are put back', async () => {
    const lake = await copyOfLake(shared);
    const interrupted = watchedStore(lake.store, ({ name, key }) => {
      if (name === 'putIfAbsent' && key.startsWith('runs/')) throw new Error('injected');
    });
    await expect(recordEmptyRun(interrupted, 'b')).rejects.toThrow('injected');
    const store = watchedStore(open(lake), async ({ name, key, when }) => {
      if (name === 'remove' && key.includes('alerts') && when === 'before')
        await recordEmptyRun(lake.store, 'b');
    });
    await collect(store);
    expect(await verify(lake)).toMatchObject({ findings: [], orphans: [], runs: 2 });
  });
});

describe('garbage collection beside a writer, without a grace period', () => {
  /** How many calls to the store something makes in an interrupted lake. */
  async function callsOf(
    act: (store: ObjectStore & ObjectRemover, lake: TestLake) => Promise<unknown>,
  ): Promise<number> {
    const { lake } = await interruptedLake();
    let calls = 0;
    await act(
      watchedStore(open(lake), ({ when }) => {
        calls += when === 'before' ? 1 : 0;
      }),
      lake,
    );
    return calls;
  }

  /** Does something right before a call to a store, once; that is after the call before it, too. */
  function beforeCall(
    store: ObjectStore & ObjectRemover,
    call: number,
    act: () => Promise<unknown>,
  ): ObjectStore & ObjectRemover {
    let calls = 0;
    return watchedStore(store, async ({ when }) => {
      if (when === 'after') return;
      calls += 1;
      if (calls === call) await act();
    });
  }

  /** With a clock by which every object is old and the writes under way are not. */
  const collectBeside = (store: ObjectStore & ObjectRemover): Promise<CollectedGarbage> =>
    collect(aged(store), { now_ns: 10n });

  async function expectWhole(lake: TestLake): Promise<void> {
    const { findings } = await verify(lake);
    expect(findings).toEqual([]);
    const rows = (await readDay(open(lake), '2026-11-20')).reduce((total, { file }) => total + file.rows, 0);
    expect(rows).toBe(7);
    const chain = await readManifestChain(open(lake), 'acme-orders');
    expect(chain.filter(isManifest)).toHaveLength(3);
  }
  const send = (store: ObjectStore, lake: TestLake): Promise<unknown> =>
    deliver({ ...lake, store }, acme, { name: acmeName, bytes: third });

  test('at every call of the writer: no manifest ever names what is gone', async () => {
    const calls = await callsOf(send);
    for (let call = 1; call <= calls; call += 1) {
      const { lake } = await interruptedLake();
      await send(
        beforeCall(open(lake), call, () => collectBeside(open(lake))),
        lake,
      );
      await expectWhole(lake);
    }
  }, 120_000);

  test('with a writer at every call of the collection: the same', async () => {
    const calls = await callsOf((store) => collectBeside(store));
    for (let call = 1; call <= calls; call += 1) {
      const { lake } = await interruptedLake();
      await collectBeside(beforeCall(open(lake), call, () => send(open(lake), lake)));
      await expectWhole(lake);
    }
  }, 120_000);
});

test('a crash at any call of a collection is finished by the next one', async () => {
  const { lake: undisturbed } = await interruptedLake();
  let calls = 0;
  const counting = watchedStore(open(undisturbed), ({ when }) => {
    calls += when === 'before' ? 1 : 0;
  });
  await collect(counting);
  const expected = keysOf(await undisturbed.store.list(''));
  for (let call = 1; call <= calls; call += 1) {
    for (const when of ['before', 'after'] as const) {
      const { lake } = await interruptedLake();
      await expect(collect(failingStore(open(lake), call, when))).rejects.toThrow('injected');
      expect((await verify(lake)).findings).toEqual([]);
      await collect(open(lake));
      expect(keysOf(await lake.store.list(''))).toEqual(expected);
      expect(await verify(lake)).toMatchObject({ findings: [], removed: 2 });
    }
  }
}, 120_000);
