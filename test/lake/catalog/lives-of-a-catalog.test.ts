import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CatalogTarget, checkCatalog, syncCatalog } from '../../../src/lake/catalog/sync-catalog.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import type { FakeGlue } from '../../fakes/glue/fake-glue.js';
import { type GlueFaultPlan, noFaults, seededFaults } from '../../fakes/glue/glue-faults.js';
import { partitionId } from '../../fakes/glue/glue-state.js';
import { catalogOn, startGlue } from '../../fakes/glue/start-glue.js';
import { SimulatedObjects } from '../simulation/simulated-store.js';
import { commit, engineReads, inForce } from './support/catalog-lake.js';

/** A lake in memory. */
function openMemory(): CatalogTarget {
  const objects = new SimulatedObjects();
  const unlogged = { request_id: null, version_id: null };
  const store: ObjectStore = {
    get: (key) => Promise.resolve(objects.get(key)),
    head: () => Promise.reject(new Error('nobody asks')),
    list: (prefix, after = '') => Promise.resolve(objects.list(prefix, after)),
    putIfAbsent: (key, source) => {
      if (!('bytes' in source)) throw new Error('files are not put here');
      return Promise.resolve({ ...unlogged, outcome: objects.put(key, Buffer.from(source.bytes)) });
    },
    localFile: () => Promise.reject(new Error('nobody asks')),
  };
  return { store, address: 's3://surveillance-lake/prod/', database: 'surveillance' };
}

/** One thing that happens; numbers choose among what is there. */
type Event =
  | { what: 'delivery'; delivery: string; version: number; files: number; day: number }
  | { what: 'supersedes'; delivery: string; which: number }
  | { what: 'orphan'; which: number }
  | { what: 'meddling'; how: 'drops' | 'adds' | 'repoints' | 'drops table' | 'changes column'; which: number }
  | { what: 'sync'; seed: number; day: number | null }
  | { what: 'sync breaks off'; after: number };

const day = fc.integer({ min: 20, max: 22 });
const which = fc.nat(50);
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    what: fc.constant('delivery' as const),
    delivery: fc.constantFrom('a', 'b', 'c', 'd'),
    version: fc.integer({ min: 1, max: 4 }),
    files: fc.integer({ min: 0, max: 3 }),
    day,
  }),
  fc.record({ what: fc.constant('supersedes' as const), delivery: fc.constantFrom('x', 'y', 'z'), which }),
  fc.record({ what: fc.constant('orphan' as const), which }),
  fc.record({
    what: fc.constant('meddling' as const),
    how: fc.constantFrom('drops', 'adds', 'repoints', 'drops table', 'changes column'),
    which,
  }),
  fc.record({ what: fc.constant('sync' as const), seed: fc.nat(1000), day: fc.option(day) }),
  fc.record({ what: fc.constant('sync breaks off' as const), after: fc.integer({ min: 1, max: 25 }) }),
);

const dateOf = (number: number): string => `2026-11-${number}`;

async function pick(lake: CatalogTarget, index: number): Promise<string | undefined> {
  const keys = await inForce(lake);
  return keys[index % Math.max(keys.length, 1)];
}

function meddle(glue: FakeGlue, how: string, index: number): void {
  const state = glue.state.databases.get('surveillance')?.get('trades');
  if (state === undefined) return;
  const partition = [...state.partitions.values()][index % Math.max(state.partitions.size, 1)];
  if (how === 'drops table') glue.state.databases.get('surveillance')?.delete('trades');
  if (how === 'changes column') state.table.StorageDescriptor?.Columns?.splice(index % 5, 1);
  if (how === 'adds') {
    const Values = ['2026-11-20', `by hand ${index}`, 'x'];
    state.partitions.set(partitionId(Values), { Values, StorageDescriptor: { Location: 's3://by-hand/' } });
  }
  if (partition === undefined) return;
  if (how === 'drops') state.partitions.delete(partitionId(partition.Values));
  if (how === 'repoints') partition.StorageDescriptor = { Location: 's3://by-hand/' };
}

async function sync(
  glue: FakeGlue,
  lake: CatalogTarget,
  of: { faults: GlueFaultPlan; day: number | null },
): Promise<void> {
  glue.faults = of.faults;
  const dates = of.day === null ? null : [dateOf(of.day)];
  try {
    await syncCatalog(catalogOn(glue), lake, dates);
  } catch (error) {
    // What broke off is made whole by a later one.
    expect(error).toMatchObject({ code: 'catalog-unavailable' });
  } finally {
    glue.faults = noFaults;
  }
}

async function happens(glue: FakeGlue, lake: CatalogTarget, event: Event): Promise<void> {
  if (event.what === 'delivery') {
    await commit(lake.store, { ...event, trade_date: dateOf(event.day) });
  } else if (event.what === 'supersedes') {
    const key = await pick(lake, event.which);
    await commit(lake.store, { delivery: event.delivery, supersedes: key === undefined ? [] : [key] });
  } else if (event.what === 'orphan') {
    const key = (await pick(lake, event.which))?.replace(/-[0-9a-f]{32}\//, `-${'0'.repeat(32)}/`);
    if (key !== undefined) await lake.store.putIfAbsent(key, { bytes: Buffer.from('orphan') });
  } else if (event.what === 'meddling') meddle(glue, event.how, event.which);
  else if (event.what === 'sync') {
    await sync(glue, lake, { faults: seededFaults(event.seed, 0.1), day: event.day });
  } else {
    const last = glue.calls.length + event.after;
    const breaks: GlueFaultPlan = ({ number }) => (number > last ? { kind: 'dropped', when: 'after' } : null);
    await sync(glue, lake, { faults: breaks, day: null });
  }
}

test('whatever happened, after a sync engines read exactly the files in force, and a check finds nothing', async () => {
  const glue = await startGlue(5);
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 16 }), async (events) => {
      glue.state.databases.clear();
      glue.calls.length = 0;
      const lake = openMemory();
      for (const one of events) await happens(glue, lake, one);
      expect((await syncCatalog(catalogOn(glue), lake)).left).toEqual([]);
      expect(await checkCatalog(catalogOn(glue), lake)).toEqual([]);
      expect(await engineReads(glue, lake)).toEqual(await inForce(lake));
    }),
    { numRuns: 60 },
  );
}, 120_000);
