import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import type { RetentionPolicy } from '../../../src/domain/generated/retention-policy.js';
import { parsePlacedYaml } from '../../../src/domain/placed-yaml.js';
import { keptFile } from '../../../src/lake/kept-file.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { collectGarbage } from '../../../src/lake/removal/collect-garbage.js';
import { applyRetention } from '../../../src/lake/retention/apply-retention.js';
import { placeHold, releaseHold } from '../../../src/lake/retention/place-hold.js';
import { planRetention } from '../../../src/lake/retention/plan-retention.js';
import { readAlerts, readLatestRun } from '../../../src/lake/run-records.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectRemover, ObjectStore } from '../../../src/store/object-store.js';
import { failingStore, watchedStore } from '../../canonicalize/support/failing-store.js';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../../canonicalize/support/feeds.js';
import { deliver, listing, openTestLake, refused, type TestLake } from '../../canonicalize/support/lake.js';
import { commit, draft, type ManifestDraft } from '../support/drafts.js';
import { copyOfLake, type SharedLake, verify, writeSharedLake } from '../support/shared-lake.js';

type Store = ObjectStore & ObjectRemover;

const yaml = parsePlacedYaml('retention.yaml', await readFile('retention.yaml', 'utf8'));
if (Array.isArray(yaml)) throw new Error('retention.yaml is no YAML');
const policy = yaml.value as RetentionPolicy;
const acme = shippedFeed('acme-orders');
const AFTER_ALL = '2200-01-01';

let shared: SharedLake;
beforeAll(async () => {
  shared = await writeSharedLake();
  return shared.remove;
});

const open = (lake: TestLake): Store => openLocalStore(lake.root);

function meansOf(store: Store): { store: Store; now_ns: () => bigint; new_write_id: () => string } {
  let writes = 0;
  const new_write_id = (): string => {
    writes += 1;
    return `write-${writes}`;
  };
  return { store, now_ns: () => 4_000_000_000_000_000_000n, new_write_id };
}

async function apply(store: Store, on = AFTER_ALL): Promise<string[]> {
  return (await applyRetention(meansOf(store), { policy, on, by: 'R. Officer' })).map(({ key }) => key);
}

async function expired(lake: TestLake, on: string): Promise<string[]> {
  return (await planRetention(open(lake), policy, on)).expired.map(({ key }) => key);
}

const kinds = (keys: readonly string[]): string[] => keys.map((key) => key.split('/')[0] ?? '');
const hold = { from: '2026-11-20', to: '2026-11-20', reason: 'inquiry 17', by: 'A. Counsel' };

/** A lake with objects that drafts name: data of a feed and trade date, and raw bytes. */
async function lakeOf(...drafts: ManifestDraft[]): Promise<TestLake> {
  const lake = await openTestLake();
  for (const one of drafts) {
    for (const key of [one.raw_key, ...one.files.map((file) => file.key)]) {
      await lake.store.putIfAbsent(key, { bytes: Buffer.from('x') });
    }
    await commit(lake.store, one);
  }
  return lake;
}

function dated(letter: string, trade_date: string, change: Partial<ManifestDraft> = {}): ManifestDraft {
  const feed = change.feed ?? 'feed-one';
  const [file] = draft(letter).files as [Manifest['files'][number]];
  const key = `data/trades/trade_date=${trade_date}/feed=${feed}/${letter}.parquet`;
  return draft(letter, { trade_date, files: [{ ...file, key, trade_date }], ...change });
}

describe('a plan', () => {
  test('keeps order data through the last day of its third year, and lets it go the day after', async () => {
    const lake = await copyOfLake(shared);
    expect(await expired(lake, '2029-11-20')).toEqual([]);
    // The raw bytes of the refused delivery are of no dataset: six years.
    expect(kinds(await expired(lake, '2029-11-21'))).toEqual(['data', 'data', 'quarantine', 'raw', 'raw']);
    expect(kinds(await expired(lake, '2032-11-20')).filter((kind) => kind === 'raw')).toHaveLength(2);
    expect(kinds(await expired(lake, '2032-11-21')).filter((kind) => kind === 'raw')).toHaveLength(3);
    expect(kinds(await expired(lake, AFTER_ALL)).slice(-2)).toEqual(['results', 'results']);
  });

  test('tells per class what is kept and the day through which the first of it is', async () => {
    const { classes } = await planRetention(open(await copyOfLake(shared)), policy, '2029-11-20');
    expect(classes.find((one) => one.class === 'order-memorandum')).toEqual({
      class: 'order-memorandum',
      years: 3,
      kept: 5,
      expired: 0,
      held: 0,
      next_expiry: '2029-11-20',
    });
  });

  test('counts from the commit where that is later than the trade date', async () => {
    const lake = await openTestLake();
    const late = dated('a', '2026-11-20');
    await lake.store.putIfAbsent(late.files[0]?.key ?? '', { bytes: Buffer.from('x') });
    await commit(lake.store, late, () => BigInt(Date.UTC(2027, 0, 5)) * 1_000_000n);
    expect(await expired(lake, '2033-01-05')).toEqual([]);
    expect(await expired(lake, '2033-01-06')).toHaveLength(1);
  });

  test('keeps a record of a leap day through 1 March', async () => {
    const lake = await lakeOf(dated('a', '2024-02-29'));
    expect(await expired(lake, '2030-03-01')).toEqual([]);
    expect(kinds(await expired(lake, '2030-03-02'))).toEqual(['data', 'raw']);
  });

  test('keeps raw bytes as long as any delivery or feed needs them', async () => {
    const raw = { raw_key: 'raw/aa/shared' };
    const lake = await lakeOf(
      dated('a', '2020-01-02', raw),
      dated('a', '2021-01-02', { ...raw, commit_id: 'b'.repeat(64) }),
      dated('a', '2022-01-02', { ...raw, feed: 'feed-two' }),
    );
    expect(kinds(await expired(lake, '2027-01-03'))).toEqual(['data', 'data']);
    expect(kinds(await expired(lake, '2028-01-02'))).toEqual(['data', 'data']);
    expect(kinds(await expired(lake, '2028-01-03'))).toEqual(['data', 'data', 'data', 'raw']);
  });
});

describe('an application', () => {
  test('records the removal before it removes, and the lake is whole', async () => {
    const lake = await copyOfLake(shared);
    const order: string[] = [];
    const store = watchedStore(open(lake), ({ name, key, when }) => {
      if (when === 'before' && (name === 'remove' || name === 'putIfAbsent'))
        order.push(`${name} ${key.split('/')[0] ?? ''}`);
    });
    const removed = await apply(store);
    expect(kinds(removed)).toEqual(['data', 'data', 'quarantine', 'raw', 'raw', 'raw', 'results', 'results']);
    expect(order[0]).toBe('putIfAbsent manifests');
    expect(order.slice(1)).toHaveLength(removed.length);
    const last = (await readManifestChain(open(lake), 'acme-orders')).at(-1);
    expect(last?.entry).toMatchObject({ kind: 'removal', reason: 'retention', by: 'R. Officer' });
    expect(await verify(lake)).toMatchObject({ findings: [], removed: 8, orphans: [] });
    expect(kinds((await lake.store.list('')).map(({ key }) => key))).toEqual([
      'manifests',
      'manifests',
      'manifests',
      'manifests',
      'runs',
    ]);
  });

  test('finds nothing a second time, and adds no entry', async () => {
    const lake = await copyOfLake(shared);
    await apply(open(lake));
    const before = await listing(lake.store);
    expect(await apply(open(lake))).toEqual([]);
    expect(await listing(lake.store)).toEqual(before);
  });

  test('removes nothing on the last day on which it must be kept', async () => {
    const lake = await copyOfLake(shared);
    const before = await listing(lake.store);
    expect(await apply(open(lake), '2029-11-20')).toEqual([]);
    expect(await listing(lake.store)).toEqual(before);
  });

  test('is told to whoever reads what is gone, with the entry that says so', async () => {
    const lake = await copyOfLake(shared);
    await apply(open(lake));
    const [file] = shared.first.files as [Manifest['files'][number]];
    await expect(keptFile(open(lake), file)).rejects.toMatchObject({ code: 'object-removed' });
    await expect(keptFile(open(lake), file)).rejects.toThrow(
      `${file.key}: was removed, as manifests/acme-orders/00000004.json records (retention by R. Officer: kept as long as the retention policy says, as of 2200-01-01); it cannot be read any more [object-removed]`,
    );
    const latest = await readLatestRun(open(lake), '2026-11-20');
    if (latest === null) throw new Error('no run');
    await expect(readAlerts(open(lake), latest.run)).rejects.toMatchObject({ code: 'object-removed' });
  });

  test('is no garbage: collection leaves what retention has recorded alone', async () => {
    const lake = await copyOfLake(shared);
    await apply(open(lake));
    const before = await listing(lake.store);
    await collectGarbage(meansOf(open(lake)), { grace_ns: 0n, dry_run: false });
    expect(await listing(lake.store)).toEqual(before);
  });
});

describe('a hold', () => {
  test.each([
    ['over the day', '2026-11-20', '2026-11-20', true],
    ['that ends the day before', '2026-11-01', '2026-11-19', false],
    ['that begins the day after', '2026-11-21', '2026-12-31', false],
  ])('%s keeps it or not', async (_, from, to, keeps) => {
    const lake = await copyOfLake(shared);
    const hold_id = await placeHold(meansOf(open(lake)), ['acme-orders'], { ...hold, from, to });
    const plan = await planRetention(open(lake), policy, AFTER_ALL);
    expect([plan.expired.length, plan.held.length]).toEqual(keeps ? [0, 8] : [8, 0]);
    expect(plan.held.every(({ hold_ids }) => hold_ids.join() === hold_id)).toBe(true);
    expect(await apply(open(lake))).toHaveLength(keeps ? 0 : 8);
    expect(await verify(lake)).toMatchObject({ findings: [] });
  });

  test('that was released keeps nothing any more; one that stands beside it does', async () => {
    const lake = await copyOfLake(shared);
    const means = meansOf(open(lake));
    const one = await placeHold(means, ['acme-orders'], hold);
    const two = await placeHold(means, ['acme-orders'], hold);
    const released = { reason: 'closed', by: 'A. Counsel' };
    expect(await releaseHold(means, ['acme-orders'], { ...released, hold_id: one })).toEqual(['acme-orders']);
    expect(await releaseHold(means, ['acme-orders'], { ...released, hold_id: one })).toEqual([]);
    expect(await apply(open(lake))).toEqual([]);
    await releaseHold(means, ['acme-orders'], { ...released, hold_id: two });
    expect(await apply(open(lake))).toHaveLength(8);
    expect(await verify(lake)).toMatchObject({ findings: [] });
  });

  test('that is placed right before the removal is recorded wins', async () => {
    const lake = await copyOfLake(shared);
    let placed = false;
    const store = watchedStore(open(lake), async ({ name, key, when }) => {
      if (placed || when !== 'before' || name !== 'putIfAbsent' || !key.startsWith('manifests/')) return;
      placed = true;
      await placeHold(meansOf(open(lake)), ['acme-orders'], hold);
    });
    expect(await apply(store)).toEqual([]);
    expect(placed).toBe(true);
    expect(await verify(lake)).toMatchObject({ findings: [], removed: 0, read: { objects: 8 } });
  });

  test('in another feed keeps shared raw bytes, and verify still requires them', async () => {
    const raw = { raw_key: 'raw/aa/shared' };
    const lake = await lakeOf(
      dated('a', '2020-01-02', raw),
      dated('a', '2020-01-02', { ...raw, feed: 'feed-two' }),
    );
    await placeHold(meansOf(open(lake)), ['feed-two'], { ...hold, from: '2020-01-01', to: '2020-01-31' });
    expect(kinds(await apply(open(lake)))).toEqual(['data']);
    expect((await verify(lake)).findings.map(({ key }) => key)).toContain('raw/aa/shared');
    expect(await lake.store.head('raw/aa/shared')).not.toBe(null);
  });

  test('that another feed places while a removal is being recorded keeps what both share', async () => {
    const raw = { raw_key: 'raw/aa/shared' };
    const lake = await lakeOf(
      dated('a', '2020-01-02', raw),
      dated('a', '2020-01-02', { ...raw, feed: 'feed-two' }),
    );
    let placed = false;
    const store = watchedStore(open(lake), async ({ name, key, when }) => {
      if (placed || when !== 'after' || name !== 'putIfAbsent' || !key.startsWith('manifests/feed-one/'))
        return;
      placed = true;
      await placeHold(meansOf(open(lake)), ['feed-two'], { ...hold, from: '2020-01-01', to: '2020-01-31' });
    });
    expect(await apply(store)).toEqual(['data/trades/trade_date=2020-01-02/feed=feed-one/a.parquet']);
    expect(await lake.store.head('raw/aa/shared')).not.toBe(null);
    const absent = (await verify(lake)).findings.filter(({ code }) => code === 'object-absent');
    expect(absent).toEqual([]);
  });
});

describe('bytes that come again', () => {
  test('of a commit that retention removed are refused, with the entry that says so', async () => {
    const lake = await copyOfLake(shared);
    await apply(open(lake));
    const bytes = acmeFile([1, 2, 3, 4].map((number) => acmeLine(number)));
    const messages = refused(await deliver({ ...lake, store: open(lake) }, acme, { name: acmeName, bytes }));
    expect(messages).toEqual([
      `${acmeName}: these bytes were published as commit ${shared.first.commit_id.slice(0, 12)} and removed at the end of their retention, as manifests/acme-orders/00000004.json records; expected a delivery that is still to be kept [delivery-removed]`,
    ]);
    expect(await verify(lake)).toMatchObject({ findings: [], orphans: [] });
  });

  test('at any call of a removal never leave an entry that names what is gone', async () => {
    const send = async (lake: TestLake): Promise<void> => {
      const sent = { name: 'acme-orders-again.psv.gz', bytes: 'no gzip' };
      const delivered = deliver({ ...lake, store: open(lake) }, acme, sent);
      await delivered.catch((error: { code?: string }) => expect(error.code).toBe('raw-removed'));
    };
    const { lake: counted, calls } = await callsOf();
    expect((await verify(counted)).findings).toEqual([]);
    for (let call = 1; call <= calls; call += 1) {
      const lake = await copyOfLake(shared);
      let made = 0;
      const store = watchedStore(open(lake), async ({ when }) => {
        made += when === 'before' ? 1 : 0;
        if (when === 'before' && made === call) await send(lake);
      });
      await apply(store);
      expect((await verify(lake)).findings).toEqual([]);
      await send(lake);
      expect((await verify(lake)).findings).toEqual([]);
    }
  }, 120_000);

  test('while their removal is recorded are told to run again', async () => {
    const lake = await copyOfLake(shared);
    let applied = false;
    const store = watchedStore(open(lake), async ({ name, key, when }) => {
      if (applied || name !== 'putIfAbsent' || when !== 'after' || !key.startsWith('raw/')) return;
      applied = true;
      await apply(open(lake));
    });
    const sent = deliver({ ...lake, store }, acme, { name: 'other.psv.gz', bytes: 'no gzip' });
    await expect(sent).rejects.toMatchObject({ code: 'raw-removed', retryable: true });
    await expect(sent).rejects.toThrow(
      /^raw\/.*: retention removes these raw bytes while they are delivered again; run again, they are then stored anew \[raw-removed\]$/,
    );
    expect((await verify(lake)).findings).toEqual([]);
  });
});

async function callsOf(): Promise<{ lake: TestLake; calls: number }> {
  const lake = await copyOfLake(shared);
  let calls = 0;
  const counting = watchedStore(open(lake), ({ when }) => {
    calls += when === 'before' ? 1 : 0;
  });
  await apply(counting);
  return { lake, calls };
}

test('a crash at any call of an application is finished by the next one', async () => {
  const { lake: undisturbed, calls } = await callsOf();
  const expected = (await undisturbed.store.list('')).map(({ key }) => key);
  for (let call = 1; call <= calls; call += 1) {
    for (const when of ['before', 'after'] as const) {
      const lake = await copyOfLake(shared);
      await expect(apply(failingStore(open(lake), call, when))).rejects.toThrow('injected');
      expect((await verify(lake)).findings).toEqual([]);
      await apply(open(lake));
      expect((await lake.store.list('')).map(({ key }) => key)).toEqual(expected);
      expect((await verify(lake)).findings).toEqual([]);
    }
  }
}, 120_000);
