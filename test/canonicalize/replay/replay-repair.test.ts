import { describe, expect, test } from 'vitest';
import { replayRepair } from '../../../src/canonicalize/replay/replay-repair.js';
import { rereadDelivery } from '../../../src/canonicalize/replay/reread-delivery.js';
import { sha256 } from '../../../src/domain/sha256.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { pendingRepairs } from '../../../src/lake/quarantine/pending-repairs.js';
import { reconcileQuarantine } from '../../../src/lake/quarantine/reconcile-quarantine.js';
import { readDay } from '../../../src/lake/read-lake.js';
import { schemaErrors } from '../../support/schema-errors.js';
import { type Failure, failingStore, watchedStore } from '../support/failing-store.js';
import { acmeFile, acmeLine, changedFeed } from '../support/feeds.js';
import { deliver, listing, published, type TestLake } from '../support/lake.js';
import { publishedRows, rejectionLines } from '../support/read-parquet.js';
import { acme, copyOf, lakeWith } from './support/lake-with-rejects.js';
import {
  contextOf,
  recordIds,
  repairAndReplay,
  replayed,
  statesOf,
  storedRepair,
  tryRepair,
} from './support/repairs.js';

test('a patched record becomes a row with the place of the broker’s record', async () => {
  const { lake, delivery, id } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' }), acmeLine(3)]);
  const result = await repairAndReplay(lake, acme, [
    { record: id(3), was: { side: '9' }, patch: { side: '2' } },
  ]);
  const manifest = replayed(result);
  expect(manifest).toMatchObject({
    kind: 'replay',
    trade_date: '2026-11-20',
    delivery: delivery.delivery,
    totals: { read: 1, accepted: 1, rejected: 0, duplicates: 0, bytes: 0 },
    repair: { of: delivery.commit_id },
    quarantine: null,
    restates: null,
  });
  const rows = await publishedRows(lake, manifest);
  expect(rows).toMatchObject([
    { order_id: 'A2', side: 'sell', source_sha256: delivery.delivery.sha256, source_line: '3' },
  ]);
  expect(rows[0]?.['source_byte_offset']).toBe(id(3).split(':')[1]);
  expect((await readDay(lake.store, '2026-11-20')).map(({ file }) => file.rows)).toEqual([2, 1]);
  expect((await statesOf(lake, delivery)).get(3)).toMatchObject({
    state: 'repaired',
    settled_by: manifest.commit_id,
  });
});

test('records that fail again are in the quarantine of the replay and stay open, counted once', async () => {
  const { lake, delivery, id } = await lakeWith([
    acmeLine(1),
    acmeLine(2, { side: '9' }),
    acmeLine(3, { type: 'Q' }),
  ]);
  const manifest = replayed(
    await repairAndReplay(lake, acme, [
      { record: id(3), was: { side: '9' }, patch: { side: '2' } },
      { record: id(4), was: { type: 'Q' }, patch: { type: 'R' } },
    ]),
  );
  expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1 });
  expect(await rejectionLines(lake, manifest)).toEqual([
    '4: field "type" is "R", expected one of "M", "L", "P" [schema-violated]',
  ]);
  const states = await statesOf(lake, delivery);
  expect(states.get(4)).toMatchObject({ state: 'open', failed_in: [manifest.commit_id] });
});

test('a record that is withdrawn stays rejected, with its reason, and can be repaired no more', async () => {
  const { lake, delivery, id } = await lakeWith([
    acmeLine(1),
    acmeLine(2, { side: '9' }),
    acmeLine(3, { side: '8' }),
  ]);
  const withdraw = { record: id(3), was: { side: '9' }, withdraw: 'the broker sent it by mistake' };
  const manifest = replayed(await repairAndReplay(lake, acme, [withdraw]));
  expect(manifest).toMatchObject({
    totals: { read: 0 },
    files: [],
    quarantine: null,
    repair: { withdrawn: 1 },
  });
  expect((await statesOf(lake, delivery)).get(3)).toMatchObject({ state: 'withdrawn' });
  const by = manifest.commit_id.slice(0, 12);
  expect(await tryRepair(lake, acme, JSON.stringify({ records: [withdraw] }))).toEqual([
    `patch.yaml:1:23: record "${id(3)}" is withdrawn by commit ${by}, expected one that is open [repair-record-settled]`,
  ]);
  expect(reconcileQuarantine(await readManifestChain(lake.store, 'acme-orders'))).toMatchObject({
    read: 3,
    accepted: 1,
    rejected: 2,
    repaired: 0,
    withdrawn: 1,
    open: 1,
    unlisted: 0,
    replayed: 0,
  });
});

test('a repaired record that stands already is a duplicate and counts as repaired', async () => {
  const { lake, delivery, id } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' })]);
  published(
    await deliver(lake, acme, { name: 'acme-orders-20261120.psv.gz', bytes: acmeFile([acmeLine(2)]) }),
  );
  const manifest = replayed(
    await repairAndReplay(lake, acme, [{ record: id(3), was: { side: '9' }, patch: { side: '1' } }]),
  );
  expect(manifest).toMatchObject({ totals: { read: 1, accepted: 0, duplicates: 1 }, files: [] });
  expect((await statesOf(lake, delivery)).get(3)).toMatchObject({ state: 'repaired' });
});

test('a repaired record whose key stands with other content is rejected again', async () => {
  const { lake, delivery, id } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' })]);
  const manifest = replayed(
    await repairAndReplay(lake, acme, [
      { record: id(3), was: { side: '9' }, patch: { side: '1', ordId: 'A1' } },
    ]),
  );
  expect(await rejectionLines(lake, manifest)).toEqual([
    '3: key "A1:1" stands already on a published record with other content [key-reused]',
  ]);
  expect((await statesOf(lake, delivery)).get(3)).toMatchObject({ state: 'open' });
});

test('an empty patch tries a record as it is, and null takes a value away', async () => {
  const { lake, id } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' }), acmeLine(3, { px: '1,5' })]);
  const manifest = replayed(
    await repairAndReplay(lake, acme, [
      { record: id(3), was: { side: '9' }, patch: {} },
      { record: id(4), was: { px: '1,5' }, patch: { px: null } },
    ]),
  );
  expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1 });
  expect(await publishedRows(lake, manifest, 'order_id, price')).toEqual([{ order_id: 'A3', price: null }]);
});

describe('exactly once', () => {
  const records = [
    acmeLine(1),
    acmeLine(2, { side: '9' }),
    acmeLine(3, { side: '8' }),
    acmeLine(4, { side: '7' }),
  ];
  const repairOf = (id: (line: number) => string): object => ({
    records: [
      { record: id(3), was: { side: '9' }, patch: { side: '1' } },
      { record: id(4), was: { side: '8' }, patch: { side: 'x' } },
      { record: id(5), was: { side: '7' }, withdraw: 'no order of ours' },
    ],
  });

  test('running a replay again, or storing the same repair again, adds no object', async () => {
    const { lake, id } = await lakeWith(records);
    const placed = await storedRepair(lake, acme, repairOf(id));
    replayed(await replayRepair(contextOf(lake), acme, placed));
    const before = await listing(lake.store);
    expect((await replayRepair(contextOf(lake), acme, placed)).status).toBe('already_published');
    expect(await listing(lake.store)).toEqual(before);
  });

  test('two replays at once of one repair publish it once', async () => {
    const { lake, id } = await lakeWith(records);
    const placed = await storedRepair(lake, acme, repairOf(id));
    const results = await Promise.all([1, 2, 3].map(() => replayRepair(contextOf(lake), acme, placed)));
    expect(results.map(({ status }) => status).sort()).toEqual([
      'already_published',
      'already_published',
      'published',
    ]);
    expect((await readManifestChain(lake.store, 'acme-orders')).map(({ entry }) => entry.kind)).toEqual([
      'delivery',
      'replay',
    ]);
  });

  test('of two repairs of one record that are replayed at once, one publishes it', async () => {
    const { lake, delivery, id } = await lakeWith(records);
    const repairs = await Promise.all(
      ['1', '2'].map((side) =>
        storedRepair(lake, acme, { records: [{ record: id(3), was: { side: '9' }, patch: { side } }] }),
      ),
    );
    const results = await Promise.all(repairs.map((placed) => replayRepair(contextOf(lake), acme, placed)));
    expect(results.map(({ status }) => status).sort()).toEqual(['nothing_open', 'published']);
    expect((await statesOf(lake, delivery)).get(3)).toMatchObject({ state: 'repaired' });
    expect((await readDay(lake.store, '2026-11-20')).map(({ file }) => file.rows)).toEqual([1, 1]);
  });

  test('a crash at any call to the store shows readers nothing, and a rerun gives the undisturbed result', async () => {
    const { lake: start, id } = await lakeWith(records);
    const placed = await storedRepair(start, acme, repairOf(id));
    const context = { ...contextOf(start), new_write_id: () => 'replay' };
    const undisturbed = await copyOf(start, 'undisturbed');
    const calls: string[] = [];
    const counting = watchedStore(undisturbed.store, ({ name, when }) => {
      if (when === 'before') calls.push(name);
    });
    const manifest = replayed(await replayRepair({ ...context, store: counting }, acme, placed));
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1 });
    const expected = await listing(undisturbed.store);
    expect(calls.filter((name) => name === 'putIfAbsent')).toHaveLength(3);

    const crashes = calls.flatMap((name, index): { call: number; when: Failure }[] => [
      { call: index + 1, when: 'before' },
      ...(name === 'putIfAbsent' ? [{ call: index + 1, when: 'after' as const }] : []),
    ]);
    for (const { call, when } of crashes) {
      const lake = await copyOf(start, `crash ${call} ${when}`);
      const failing = { ...context, store: failingStore(lake.store, call, when) };
      await expect(replayRepair(failing, acme, placed)).rejects.toThrow('injected');
      const committed = calls.length === call && when === 'after';
      expect(await readDay(lake.store, '2026-11-20')).toHaveLength(committed ? 2 : 1);
      const again = { ...context, store: lake.store, new_write_id: () => (committed ? 'other' : 'replay') };
      const rerun = await replayRepair(again, acme, placed);
      expect([call, when, rerun.status]).toEqual([call, when, committed ? 'already_published' : 'published']);
      expect(await listing(lake.store)).toEqual(expected);
    }
  }, 120_000);
});

describe('a feed that has changed', () => {
  const newer = { ...changedFeed(acme, { version: 3 }), spec_sha256: 'e'.repeat(64) };

  test('neither takes a repair nor replays one before the delivery was read again', async () => {
    const { lake, delivery, id } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' })]);
    const repair = { records: [{ record: id(3), was: { side: '9' }, patch: { side: '1' } }] };
    const placed = await storedRepair(lake, acme, repair);
    const message = `commit ${delivery.commit_id.slice(0, 12)} was read by version 2 of feed "acme-orders", which has changed and is at version 3 now; read the delivery again first: tapewarden quarantine replay --delivery ${delivery.commit_id.slice(0, 12)} [repair-feed-changed]`;
    expect(await replayRepair(contextOf(lake), newer, placed)).toMatchObject({
      status: 'refused',
      refusal: { code: 'repair-feed-changed', message: `${delivery.delivery.uri}: ${message}` },
    });
    expect(await tryRepair(lake, newer, JSON.stringify(repair))).toEqual([`patch.yaml:1:23: ${message}`]);
  });

  test('reads a delivery again with all its rows, and its repairs are replayed beside the new reading', async () => {
    const { lake, delivery, id } = await lakeWith([
      acmeLine(1),
      acmeLine(2, { side: '9' }),
      acmeLine(3, { side: '8' }),
    ]);
    const placed = await storedRepair(lake, acme, {
      records: [{ record: id(3), was: { side: '9' }, patch: { side: '1' } }],
    });
    replayed(await replayRepair(contextOf(lake), acme, placed));
    const again = published(await rereadDelivery(contextOf(lake), newer, delivery));
    expect(again).toMatchObject({
      delivery: delivery.delivery,
      restates: { reason: 'respecified', replaced: 2 },
    });
    const chain = await readManifestChain(lake.store, 'acme-orders');
    expect(reconcileQuarantine(chain)).toMatchObject({ rejected: 2, repaired: 0, open: 2 });
    expect(
      (await pendingRepairs(lake.store, 'acme-orders', chain)).map(({ placed: { sha256 } }) => sha256),
    ).toEqual([placed.sha256]);
    const manifest = replayed(await replayRepair(contextOf(lake), newer, placed));
    expect(manifest.repair?.of).toBe(again.commit_id);
    expect((await readDay(lake.store, '2026-11-20')).map(({ file }) => file.rows)).toEqual([1, 1]);
    const settled = await readManifestChain(lake.store, 'acme-orders');
    expect(reconcileQuarantine(settled)).toMatchObject({ rejected: 2, repaired: 1, open: 1, replayed: 1 });
    expect(await pendingRepairs(lake.store, 'acme-orders', settled)).toEqual([]);
  });

  test('one that has not changed reads a delivery again without adding anything', async () => {
    const { lake, delivery } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' })]);
    const before = await listing(lake.store);
    expect((await rereadDelivery(contextOf(lake), acme, delivery)).status).toBe('already_published');
    expect(await listing(lake.store)).toEqual(before);
  });
});

describe('another writer who is faster', () => {
  /** Does something once, just before a replay puts its entry. */
  function overtaken(lake: TestLake, by: () => Promise<unknown>): TestLake['store'] {
    let done = false;
    return watchedStore(lake.store, async ({ name, key, when }) => {
      if (done || name !== 'putIfAbsent' || when === 'after' || !key.startsWith('manifests/')) return;
      done = true;
      await by();
    });
  }

  test('and publishes the repaired record makes it a duplicate', async () => {
    const { lake, delivery, id } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' })]);
    const placed = await storedRepair(lake, acme, {
      records: [{ record: id(3), was: { side: '9' }, patch: { side: '1' } }],
    });
    const sent = { name: 'acme-orders-20261120.psv.gz', bytes: acmeFile([acmeLine(2)]) };
    const store = overtaken(lake, () => deliver(lake, acme, sent));
    const manifest = replayed(await replayRepair({ ...contextOf(lake), store }, acme, placed));
    expect(manifest).toMatchObject({ sequence: 3, totals: { accepted: 0, duplicates: 1 }, files: [] });
    expect((await statesOf(lake, delivery)).get(3)).toMatchObject({ state: 'repaired' });
  });

  test('and reads the delivery by a newer specification leaves nothing to publish by the older one', async () => {
    const { lake, delivery, id } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' })]);
    const placed = await storedRepair(lake, acme, {
      records: [{ record: id(3), was: { side: '9' }, patch: { side: '1' } }],
    });
    const newer = { ...changedFeed(acme, { version: 3 }), spec_sha256: 'e'.repeat(64) };
    const store = overtaken(lake, () => rereadDelivery(contextOf(lake), newer, delivery));
    const result = await replayRepair({ ...contextOf(lake), store }, acme, placed);
    expect(result).toMatchObject({ status: 'refused', refusal: { code: 'repair-feed-changed' } });
    expect((await readDay(lake.store, '2026-11-20')).map(({ file }) => file.rows)).toEqual([1]);
    expect(replayed(await replayRepair(contextOf(lake), newer, placed)).totals).toMatchObject({
      accepted: 1,
    });
  });
});

test('one repair of records of two deliveries is stored for each', async () => {
  const { lake, id } = await lakeWith([acmeLine(1), acmeLine(2, { side: '9' })]);
  const bytes = acmeFile([acmeLine(3), acmeLine(4, { side: '8' })]);
  const other = published(await deliver(lake, acme, { name: 'acme-orders-20261120.psv.gz', bytes }));
  const second = (await recordIds(lake, other)).get(3);
  const records = [
    { record: second, was: { side: '8' }, patch: { side: '2' } },
    { record: id(3), was: { side: '9' }, patch: { side: '1' } },
  ];
  const stored = await tryRepair(lake, acme, JSON.stringify({ records, by: 'Kim', reason: 'agreed' }));
  expect(stored).toMatchObject([
    {
      repair: { by: 'Kim', reason: 'agreed', delivery_sha256: other.delivery.sha256, records: [{ line: 3 }] },
    },
    { repair: { records: [{ line: 3, raw_sha256: sha256(acmeLine(2, { side: '9' })) }] } },
  ]);
  for (const placed of stored) {
    if (typeof placed === 'string') throw new Error(placed);
    replayed(await replayRepair(contextOf(lake), acme, placed));
  }
  const chain = await readManifestChain(lake.store, 'acme-orders');
  expect(reconcileQuarantine(chain)).toMatchObject({ rejected: 2, repaired: 2, open: 0, replayed: 2 });
  const documents = stored.map((placed) => (typeof placed === 'string' ? null : placed.repair));
  expect(schemaErrors('stored-repair', documents)).toEqual([]);
});
