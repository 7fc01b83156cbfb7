import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allHashes, PublishedKeys } from '../../src/canonicalize/published-keys.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { watchedStore } from './support/failing-store.js';
import { acmeFile, acmeLine, shippedFeed } from './support/feeds.js';
import { deliver, listing, openTestLake, published, type TestLake } from './support/lake.js';

const sorted = (...hashes: number[]): Float64Array => Float64Array.from(hashes).sort();

describe('what is remembered of published keys', () => {
  test('files are apart exactly where no key is in both', () => {
    const hashes = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 });
    fc.assert(
      fc.property(hashes, hashes, (left, right) => {
        const keys = new PublishedKeys(100);
        keys.remember('file', sorted(...left));
        const shared = left.some((hash) => right.includes(hash));
        expect(keys.areApart('file', sorted(...right))).toBe(!shared);
      }),
    );
  });

  test('of a file that is not known nothing is said to be apart', () => {
    expect(new PublishedKeys(100).areApart('file', sorted(1))).toBe(false);
  });

  test('the oldest files are forgotten once there are more keys than may be held', () => {
    const keys = new PublishedKeys(4);
    keys.remember('a', sorted(1, 2));
    keys.remember('b', sorted(3, 4));
    expect([keys.knows('a'), keys.knows('b')]).toEqual([true, true]);
    keys.remember('c', sorted(5));
    expect([keys.knows('a'), keys.knows('b'), keys.knows('c')]).toEqual([false, true, true]);
  });

  test('parts are known together only where each is', () => {
    expect(allHashes([sorted(3, 9), sorted(1, 5)])).toEqual(sorted(1, 3, 5, 9));
    expect(allHashes([sorted(1), null])).toBe(null);
    expect(allHashes([])).toEqual(sorted());
  });
});

describe('a delivery beside many small ones', () => {
  const acme = shippedFeed('acme-orders');
  const files = [[1], [2, 3], [3, 4], [5], [1, 5, 6], [6, 2]].map((numbers, index) => ({
    name: `f${index}`,
    bytes: acmeFile(numbers.map((number) => acmeLine(number))),
  }));

  test('comes to the same with a memory as without one', async () => {
    const remembering = await openTestLake();
    const forgetting = await openTestLake();
    for (const file of files) {
      published(await deliver(remembering, acme, file));
      const store = openLocalStore(forgetting.root);
      published(await deliver({ ...forgetting, store }, acme, file));
    }
    expect(await listing(remembering.store)).toEqual(await listing(forgetting.store));
  });

  test('reads only the files that hold one of its keys', async () => {
    const lake = await openTestLake();
    const read: string[] = [];
    const store = watchedStore(lake.store, ({ name, key, when }) => {
      if (name === 'localFile' && when === 'after') read.push(path.dirname(key));
    });
    const watched: TestLake = { ...lake, store };
    const folders: string[] = [];
    for (const file of files.slice(0, 4)) {
      const manifest = published(await deliver(watched, acme, file));
      folders.push(...manifest.files.map(({ key }) => path.dirname(key)));
    }
    read.length = 0;
    published(await deliver(watched, acme, files[4] as (typeof files)[number]));
    expect(read.sort()).toEqual([folders[0], folders[3]].sort());
  });
});
