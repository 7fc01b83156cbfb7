import { describe, expect, test } from 'vitest';
import { loadCanonicalDatasets } from '../../../src/lake/canonical-dataset.js';
import type { Catalog } from '../../../src/lake/catalog/catalog.js';
import { checkCatalog, syncCatalog } from '../../../src/lake/catalog/sync-catalog.js';
import { type GlueFaultPlan, seededFaults } from '../../fakes/glue/glue-faults.js';
import { catalogOn, startGlue } from '../../fakes/glue/start-glue.js';
import { commit, engineReads, inForce, openTarget, remove, tableOf } from './support/catalog-lake.js';

const datasets = [...(await loadCanonicalDatasets()).keys()];

describe('a sync', () => {
  test('makes database, a table for each dataset and a partition for each committed file', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    const [key = ''] = await commit(lake.store, { delivery: 'a' });
    const { mended, left } = await syncCatalog(catalogOn(glue), lake);
    expect(left).toEqual([]);
    expect(mended.map(({ code }) => code)).toEqual([
      'catalog-database-missing',
      ...datasets.map(() => 'catalog-table-missing'),
      'catalog-partition-missing',
    ]);
    expect([...glue.state.database('surveillance').keys()].sort()).toEqual(datasets);
    expect([...tableOf(glue).partitions.values()]).toMatchObject([
      {
        Values: ['2026-11-20', 'tape-trades', key.split('data_file=')[1]?.split('/')[0]],
        StorageDescriptor: { Location: `${lake.address}${key.replace('rows.parquet', '')}` },
      },
    ]);
  });

  test('of an empty lake makes empty tables', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await syncCatalog(catalogOn(glue), lake);
    expect(glue.state.database('surveillance').size).toBe(datasets.length);
    expect(await checkCatalog(catalogOn(glue), lake)).toEqual([]);
  });

  test('a second time changes nothing and makes no call that could', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await commit(lake.store, { delivery: 'a', files: 30 });
    await syncCatalog(catalogOn(glue), lake);
    glue.calls.length = 0;
    expect(await syncCatalog(catalogOn(glue), lake)).toEqual({ mended: [], left: [] });
    expect(glue.calls.length).toBeGreaterThan(0);
    expect(glue.writes()).toEqual([]);
  });

  test('after another delivery makes only what is new', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await commit(lake.store, { delivery: 'a', files: 2 });
    await syncCatalog(catalogOn(glue), lake);
    await commit(lake.store, { delivery: 'b', files: 3 });
    glue.calls.length = 0;
    const { mended } = await syncCatalog(catalogOn(glue), lake);
    expect(mended.map(({ code }) => code)).toEqual(
      Array.from({ length: 3 }, () => 'catalog-partition-missing'),
    );
    expect(glue.writes()).toEqual(['BatchCreatePartition']);
    expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
  });

  test('takes replaced files out and shows those that replace them, and no other changes', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    const kept = await commit(lake.store, { delivery: 'a', files: 2 });
    const replaced = await commit(lake.store, { delivery: 'b', files: 3 });
    await syncCatalog(catalogOn(glue), lake);
    expect(await engineReads(glue, lake)).toEqual([...kept, ...replaced].sort());
    const restated = await commit(lake.store, { delivery: 'b', version: 2, files: 2 });
    const { mended } = await syncCatalog(catalogOn(glue), lake);
    expect(mended.map(({ code }) => code)).toEqual([
      'catalog-partition-missing',
      'catalog-partition-missing',
      'catalog-partition-extra',
      'catalog-partition-extra',
      'catalog-partition-extra',
    ]);
    expect(await engineReads(glue, lake)).toEqual([...kept, ...restated].sort());
    expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
  });

  test('takes out one of several files of a commit that a restatement supersedes, and keeps the others', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    const [first = '', second = '', third = ''] = await commit(lake.store, { delivery: 'a', files: 3 });
    await syncCatalog(catalogOn(glue), lake);
    const [rewritten = ''] = await commit(lake.store, { delivery: 'b', supersedes: [second] });
    const { mended } = await syncCatalog(catalogOn(glue), lake);
    expect(mended.map(({ code }) => code)).toEqual(['catalog-partition-missing', 'catalog-partition-extra']);
    expect(await engineReads(glue, lake)).toEqual([first, third, rewritten].sort());
    expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
  });

  test('takes out a file that a removal names, before or after it is gone', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    const [kept = '', gone = ''] = await commit(lake.store, { delivery: 'a', files: 2 });
    await syncCatalog(catalogOn(glue), lake);
    await remove(lake.store, gone);
    await syncCatalog(catalogOn(glue), lake);
    expect(await engineReads(glue, lake)).toEqual([kept]);
  });

  test('shows no file that a crashed run left uncommitted, though it belongs to a commit in force', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    const [key = ''] = await commit(lake.store, { delivery: 'a' });
    const orphan = key.replace(/-[0-9a-f]{32}/, `-${'0'.repeat(32)}`);
    await lake.store.putIfAbsent(orphan, { bytes: Buffer.from('never committed') });
    await syncCatalog(catalogOn(glue), lake);
    expect(await engineReads(glue, lake)).toEqual([key]);
  });

  test('of one trade date reads and changes that date alone', async () => {
    const [glue, lake] = [await startGlue(1000), await openTarget()];
    await commit(lake.store, { delivery: 'a', trade_date: '2026-11-20' });
    await syncCatalog(catalogOn(glue), lake);
    tableOf(glue).partitions.clear();
    await commit(lake.store, { delivery: 'b', trade_date: '2026-11-23' });
    glue.calls.length = 0;
    const { mended, left } = await syncCatalog(catalogOn(glue), lake, ['2026-11-23']);
    expect([mended.length, left]).toEqual([1, []]);
    const asked = glue.calls.filter(({ operation }) => operation === 'GetPartitions');
    expect(new Set(asked.map(({ input }) => input.Expression))).toEqual(
      new Set(["trade_date = '2026-11-23'"]),
    );
    expect(await checkCatalog(catalogOn(glue), lake)).toMatchObject([{ code: 'catalog-partition-missing' }]);
  });

  test('keeps what others wrote into parameters of a table', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await syncCatalog(catalogOn(glue), lake);
    const { table } = tableOf(glue);
    table.Parameters = { ...table.Parameters, owner: 'surveillance team', classification: 'csv' };
    await syncCatalog(catalogOn(glue), lake);
    expect(tableOf(glue).table.Parameters).toMatchObject({
      owner: 'surveillance team',
      classification: 'parquet',
    });
  });

  test('leaves other tables of the database alone', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await syncCatalog(catalogOn(glue), lake);
    const view = {
      table: { Name: 'a_view', TableType: 'VIRTUAL_VIEW' },
      version: 0,
      indexes: [],
      partitions: new Map(),
    };
    glue.state.database('surveillance').set('a_view', view);
    expect(await syncCatalog(catalogOn(glue), lake)).toEqual({ mended: [], left: [] });
    expect(glue.state.database('surveillance').get('a_view')).toBe(view);
  });
});

/** Changes something when the n-th partition write is about to be made. */
function disturbed(catalog: Catalog, at: number, disturb: () => Promise<unknown>): Catalog {
  let writes = 0;
  return {
    ...catalog,
    writePartitions: async (table, change) => {
      writes += 1;
      if (writes === at) await disturb();
      await catalog.writePartitions(table, change);
    },
  };
}

describe('others at the same time', () => {
  test('a delivery restated between the look and the change is not brought back', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await syncCatalog(catalogOn(glue), lake);
    await commit(lake.store, { delivery: 'a', files: 2 });
    const racing = disturbed(catalogOn(glue), 1, async () => {
      await commit(lake.store, { delivery: 'a', version: 2, files: 2 });
      await syncCatalog(catalogOn(glue), lake);
    });
    expect((await syncCatalog(racing, lake)).left).toEqual([]);
    expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
  });

  test('a delivery committed and cataloged while an older sync still runs stays', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await commit(lake.store, { delivery: 'a' });
    const racing = disturbed(catalogOn(glue), 1, async () => {
      await commit(lake.store, { delivery: 'b' });
      await syncCatalog(catalogOn(glue), lake);
    });
    await syncCatalog(racing, lake);
    expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
  });

  test('eight syncs at once end in what the manifests say', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await commit(lake.store, { delivery: 'a', files: 40 });
    const all = await Promise.all(Array.from({ length: 8 }, () => syncCatalog(catalogOn(glue), lake)));
    expect(all.map(({ left }) => left)).toEqual(all.map(() => []));
    expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
  });

  test('a partition that comes back after every change is told as left, after five looks', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await commit(lake.store, { delivery: 'a' });
    const catalog = catalogOn(glue);
    await syncCatalog(catalog, lake);
    let changes = 0;
    const stubborn: Catalog = {
      ...catalog,
      writePartitions: () => {
        changes += 1;
        return Promise.resolve();
      },
    };
    tableOf(glue).partitions.clear();
    const { left } = await syncCatalog(stubborn, lake);
    expect(left.map(({ code }) => code)).toEqual(['catalog-partition-missing']);
    expect(changes).toBe(4);
  });
});

describe('calls that fail', () => {
  test('of 1,000 partitions with faults in one call of twenty all arrive, and a second sync finds nothing', async () => {
    const [glue, lake] = [await startGlue(50), await openTarget()];
    for (const delivery of 'abcdefghij') await commit(lake.store, { delivery, files: 100, stored: false });
    const met: string[] = [];
    for (let seed = 1; seed <= 12; seed += 1) {
      glue.state.databases.clear();
      glue.calls.length = 0;
      glue.faults = seededFaults(seed, 0.05);
      expect((await syncCatalog(catalogOn(glue), lake)).left).toEqual([]);
      glue.faults = () => null;
      expect(await checkCatalog(catalogOn(glue), lake)).toEqual([]);
      expect(tableOf(glue).partitions.size).toBe(1000);
      met.push(...glue.calls.flatMap(({ fault }) => (fault === null ? [] : [fault.kind])));
    }
    expect(new Set(met)).toEqual(new Set(['error', 'dropped', 'partial']));
  });

  test.each(['before', 'after'] as const)(
    'every call once loses its connection %s the work: all the same',
    async (when) => {
      const [glue, lake] = [await startGlue(), await openTarget()];
      await commit(lake.store, { delivery: 'a', files: 30 });
      const lost = new Set<string>();
      const everyFirst: GlueFaultPlan = ({ operation }) => {
        if (lost.has(operation)) return null;
        lost.add(operation);
        return { kind: 'dropped', when };
      };
      glue.faults = everyFirst;
      expect((await syncCatalog(catalogOn(glue), lake)).left).toEqual([]);
      await commit(lake.store, { delivery: 'a', version: 2, files: 30 });
      expect((await syncCatalog(catalogOn(glue), lake)).left).toEqual([]);
      expect([...lost]).toEqual(
        expect.arrayContaining(['CreateDatabase', 'CreateTable', 'BatchDeletePartition']),
      );
      expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
    },
  );

  test('a sync that broke off half way is made whole by the next one', async () => {
    const [glue, lake] = [await startGlue(), await openTarget()];
    await commit(lake.store, { delivery: 'a', files: 250, stored: false });
    let batches = 0;
    glue.faults = ({ operation }) => {
      if (operation === 'BatchCreatePartition') batches += 1;
      return batches > 1 ? { kind: 'dropped', when: 'before' } : null;
    };
    await expect(syncCatalog(catalogOn(glue), lake)).rejects.toMatchObject({ code: 'catalog-unavailable' });
    expect(tableOf(glue).partitions.size).toBe(100);
    glue.faults = () => null;
    expect((await syncCatalog(catalogOn(glue), lake)).mended).toHaveLength(150);
    expect(tableOf(glue).partitions.size).toBe(250);
  });
});
