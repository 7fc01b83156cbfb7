import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalizeDelivery } from '../../src/canonicalize/canonicalize-delivery.js';
import { commitSettlement } from '../../src/canonicalize/commit-settlement.js';
import type { Feed } from '../../src/canonicalize/feed.js';
import { KeysSince } from '../../src/canonicalize/keys-since.js';
import { settleArrival } from '../../src/canonicalize/settle-arrival.js';
import type { Settlement } from '../../src/canonicalize/settlement.js';
import { sha256 } from '../../src/domain/sha256.js';
import { openLocalStore } from '../../src/store/local-store.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { seededRandom } from '../fakes/s3/fault.js';
import { acmeFile, acmeLine, changedFeed, shippedFeed } from './support/feeds.js';
import { temporaryFolder } from './support/lake.js';

const acme = shippedFeed('acme-orders');
const trade_date = '2026-11-20';

type Sent = { name: string; bytes: Uint8Array };
type World = { folder: string; store: ObjectStore; puts: string[] };

async function openWorld(): Promise<World> {
  const folder = await temporaryFolder();
  const store = openLocalStore(path.join(folder, 'lake'));
  const puts: string[] = [];
  const putIfAbsent: ObjectStore['putIfAbsent'] = async (key, source) => {
    const put = await store.putIfAbsent(key, source);
    if (put.outcome === 'stored') puts.push(key);
    return put;
  };
  await mkdir(path.join(folder, 'in'));
  return { folder, store: { ...store, putIfAbsent }, puts };
}

function contextOf({ folder, store }: World) {
  const now_ns = (): bigint => 1_763_672_400_000_000_000n;
  return { store, work: path.join(folder, 'work'), now_ns, new_write_id: () => 'write-1', threads: 1 };
}

async function offered({ folder }: World, { name, bytes }: Sent) {
  const file = path.join(folder, 'in', sha256(bytes));
  await writeFile(file, bytes);
  return { path: file, name, trade_date };
}

/** Settles all at once, beside what stands now, then commits them one by one in their order. */
async function settleThenCommit(world: World, feed: Feed, sent: readonly Sent[]): Promise<string[]> {
  const settlements = await Promise.all(
    sent.map(async (one) => {
      const settlement = await settleArrival(contextOf(world), feed, await offered(world, one));
      return JSON.parse(JSON.stringify(settlement)) as Settlement;
    }),
  );
  return commitAll(world, feed, settlements);
}

async function commitAll(world: World, feed: Feed, settlements: readonly Settlement[]): Promise<string[]> {
  const since = new KeysSince(settlements);
  const outcomes: string[] = [];
  for (const settlement of settlements) {
    outcomes.push((await commitSettlement(contextOf(world), feed, { settlement, since })).status);
  }
  return outcomes;
}

async function oneByOne(world: World, feed: Feed, sent: readonly Sent[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const one of sent) {
    const result = await canonicalizeDelivery(contextOf(world), feed, await offered(world, one));
    outcomes.push(result.status);
  }
  return outcomes;
}

async function chainOf({ store }: World): Promise<string[]> {
  const objects = await store.list('manifests/');
  return Promise.all(
    objects.map(async ({ key }) => Buffer.from((await store.get(key)) ?? []).toString('utf8')),
  );
}

/** Files whose records are drawn from a few, so that many repeat others, some with other content, and some are broken. */
function randomFiles(seed: number): Sent[] {
  const random = seededRandom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  return Array.from({ length: 6 }, (_, index) => {
    const number = draw(10) === 0 ? draw(3) : 10 * index;
    const lines = Array.from({ length: 1 + draw(4) }, (_line, at) =>
      acmeLine(number + at, draw(6) === 0 ? { side: '9' } : draw(6) === 0 ? { px: '7' } : {}),
    );
    const repeated = draw(2) === 0 ? lines : [acmeLine(10 * draw(6)), ...lines];
    return { name: `f${index}`, bytes: acmeFile(repeated) };
  });
}

describe('settled all at once and committed in order', () => {
  test.each([1, 2, 3, 4])(
    'random files of seed %i leave the same chain as one after the other',
    async (seed) => {
      const [parallel, serial] = [await openWorld(), await openWorld()];
      const sent = randomFiles(seed);
      const outcomes = await settleThenCommit(parallel, acme, sent);
      expect(outcomes).toEqual(await oneByOne(serial, acme, sent));
      expect(await chainOf(parallel)).toEqual(await chainOf(serial));
    },
  );

  test('files with keys of their own are never read again', async () => {
    const world = await openWorld();
    const settlements = [
      await settleArrival(
        contextOf(world),
        acme,
        await offered(world, { name: 'a', bytes: acmeFile([acmeLine(1)]) }),
      ),
      await settleArrival(
        contextOf(world),
        acme,
        await offered(world, { name: 'b', bytes: acmeFile([acmeLine(2)]) }),
      ),
    ];
    const before = world.puts.length;
    expect(await commitAll(world, acme, settlements)).toEqual(['published', 'published']);
    expect(world.puts.slice(before)).toEqual([
      'manifests/acme-orders/00000001.json',
      'manifests/acme-orders/00000002.json',
    ]);
  });

  test('nothing is visible before the commit, and a second commit adds nothing', async () => {
    const world = await openWorld();
    const settlement = await settleArrival(
      contextOf(world),
      acme,
      await offered(world, { name: 'a', bytes: acmeFile([acmeLine(1)]) }),
    );
    expect(await world.store.list('manifests/')).toEqual([]);
    await commitAll(world, acme, [settlement]);
    const objects = world.puts.length;
    expect(await commitAll(world, acme, [settlement])).toEqual(['already_published']);
    expect(world.puts).toHaveLength(objects);
  });

  test('what another writer published in between is compared with, though its keys are not known', async () => {
    const [world, serial] = [await openWorld(), await openWorld()];
    const other = { name: 'other', bytes: acmeFile([acmeLine(1)]) };
    const own = { name: 'own', bytes: acmeFile([acmeLine(1), acmeLine(2)]) };
    const settlement = await settleArrival(contextOf(world), acme, await offered(world, own));
    await oneByOne(world, acme, [other]);
    await commitAll(world, acme, [settlement]);
    await oneByOne(serial, acme, [other, own]);
    expect(await chainOf(world)).toEqual(await chainOf(serial));
  });

  test('the same bytes under two names are one commit and a duplicate', async () => {
    const [parallel, serial] = [await openWorld(), await openWorld()];
    const bytes = acmeFile([acmeLine(1)]);
    const sent = [
      { name: 'a', bytes },
      { name: 'b', bytes },
    ];
    expect(await settleThenCommit(parallel, acme, sent)).toEqual(['published', 'already_published']);
    await oneByOne(serial, acme, sent);
    expect(await chainOf(parallel)).toEqual(await chainOf(serial));
  });

  test('files that replace one another by their names replace as in order', async () => {
    const feed = changedFeed(acme, { arrives: { ...acme.spec.arrives, resent: 'replaces' } });
    const [parallel, serial] = [await openWorld(), await openWorld()];
    const sent = [1, 2, 3].map((number) => ({
      name: 'acme-orders-20261120.psv.gz',
      bytes: acmeFile([acmeLine(number)]),
    }));
    await settleThenCommit(parallel, feed, sent);
    await oneByOne(serial, feed, sent);
    expect(await chainOf(parallel)).toEqual(await chainOf(serial));
  });

  test('a file whose control totals break is refused with the same entry', async () => {
    const [parallel, serial] = [await openWorld(), await openWorld()];
    const broken = Buffer.from('not gzip at all');
    const sent = [
      { name: 'a', bytes: acmeFile([acmeLine(1)]) },
      { name: 'b', bytes: broken },
    ];
    expect(await settleThenCommit(parallel, acme, sent)).toEqual(['published', 'refused']);
    await oneByOne(serial, acme, sent);
    expect(await chainOf(parallel)).toEqual(await chainOf(serial));
  });
});
