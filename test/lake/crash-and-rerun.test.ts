import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalizeDelivery } from '../../src/canonicalize/canonicalize-delivery.js';
import type { CanonicalizedDelivery } from '../../src/canonicalize/canonicalized-delivery.js';
import { readDay } from '../../src/lake/read-lake.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { type Failure, failingStore, watchedStore } from '../canonicalize/support/failing-store.js';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../canonicalize/support/feeds.js';
import { deliver, listing, published } from '../canonicalize/support/lake.js';
import { type AnyLake, content, lakeKinds } from './support/lake-kinds.js';

const acme = shippedFeed('acme-orders');
const first = acmeFile([acmeLine(1), acmeLine(2)]);
/** Repeats a record, changes one, brings two new ones and a bad one: every way of the code is taken. */
const second = acmeFile([
  acmeLine(1),
  acmeLine(2, { px: '9' }),
  acmeLine(3),
  acmeLine(4),
  acmeLine(5, { side: '9' }),
]);
const third = acmeFile([acmeLine(4), acmeLine(6)]);

const send = (
  lake: Pick<AnyLake, 'folder' | 'store'>,
  bytes: Buffer,
  store: ObjectStore = lake.store,
): Promise<CanonicalizedDelivery> => deliver({ ...lake, store }, acme, { name: acmeName, bytes });

describe.each(lakeKinds)('on %s:', (_kind, openLake) => {
  async function lakeWithFirst(): Promise<AnyLake> {
    const lake = await openLake();
    published(await send(lake, first));
    return lake;
  }

  test('a crash at any call to the store shows readers nothing, and a rerun gives the undisturbed result', async () => {
    const start = await lakeWithFirst();
    const undisturbed = await start.copy('undisturbed');
    const calls: string[] = [];
    const counting = watchedStore(undisturbed.store, ({ name, when }) => {
      if (when === 'before') calls.push(name);
    });
    const manifest = published(await send(undisturbed, second, counting));
    expect(manifest.totals).toMatchObject({ read: 5, accepted: 2, rejected: 2, duplicates: 1 });
    const expected = await content(undisturbed);
    expect(calls.filter((name) => name === 'putIfAbsent')).toHaveLength(4);

    const crashes = calls.flatMap((name, index): { call: number; when: Failure }[] => [
      { call: index + 1, when: 'before' },
      ...(name === 'putIfAbsent' ? [{ call: index + 1, when: 'after' as const }] : []),
    ]);
    for (const { call, when } of crashes) {
      const lake = await start.copy(`crash-${call}-${when}`);
      await expect(send(lake, second, failingStore(lake.store, call, when))).rejects.toThrow('injected');
      const committed = calls.length === call && when === 'after';
      expect(await readDay(lake.store, '2026-11-20')).toHaveLength(committed ? 2 : 1);
      const rerun = await send(lake, second);
      expect([call, when, rerun.status]).toEqual([call, when, committed ? 'already_published' : 'published']);
      expect(await content(lake)).toEqual(expected);
    }
  }, 60_000);

  test('no reader ever sees a data file before the manifest that names it, nor a manifest without its files', async () => {
    const lake = await lakeWithFirst();
    const seen: number[] = [];
    const watched = watchedStore(lake.store, async () => {
      const files = await readDay(lake.store, '2026-11-20');
      for (const { file } of files)
        expect(await lake.store.head(file.key)).toMatchObject({ bytes: file.bytes });
      seen.push(files.length);
    });
    published(await send(lake, second, watched));
    expect(seen.at(0)).toBe(1);
    expect(seen.at(-1)).toBe(2);
    expect(seen.filter((count, index) => index > 0 && count < (seen[index - 1] ?? 0))).toEqual([]);
  });

  test('a delivery that crashed before its commit can be published after another one came in between', async () => {
    const lake = await lakeWithFirst();
    const calls: string[] = [];
    const untilCommit = watchedStore(lake.store, ({ key, name }) => {
      calls.push(name);
      if (name === 'putIfAbsent' && key.startsWith('manifests/')) throw new Error('injected');
    });
    await expect(send(lake, second, untilCommit)).rejects.toThrow('injected');
    expect(published(await send(lake, third)).totals).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(published(await send(lake, second)).totals).toMatchObject({
      accepted: 1,
      rejected: 2,
      duplicates: 2,
    });
  });

  test('a second run of the same delivery adds no object', async () => {
    const lake = await lakeWithFirst();
    const before = await listing(lake.store);
    const again = await send(lake, first);
    expect(again.status).toBe('already_published');
    expect(await listing(lake.store)).toEqual(before);
  });

  test('the same deliveries give byte-identical data, quarantine and manifests in another lake', async () => {
    const lakes = await Promise.all([lakeWithFirst(), lakeWithFirst()]);
    for (const lake of lakes) published(await send(lake, second));
    const [one, two] = await Promise.all(lakes.map(content));
    expect(one).toEqual(two);
    expect(one?.map((object) => object.split('/')[0])).toEqual([
      'data',
      'data',
      'manifests',
      'manifests',
      'quarantine',
      'raw',
      'raw',
    ]);
  });

  test('what the clock and the write id give stands in the manifest and nowhere else', async () => {
    const lake = await lakeWithFirst();
    const other = await openLake();
    const context = {
      store: other.store,
      work: path.join(other.folder, 'work'),
      now_ns: () => 2n,
      new_write_id: () => 'other',
      threads: 1,
    };
    const delivery = { path: path.join(lake.folder, 'incoming'), name: acmeName, trade_date: '2026-11-20' };
    published(await canonicalizeDelivery(context, acme, delivery));
    const differing = (await listing(other.store)).filter((object) => !object.startsWith('manifests/'));
    const same = (await listing(lake.store)).filter((object) => !object.startsWith('manifests/'));
    expect(differing).toEqual(same);
  });
});
