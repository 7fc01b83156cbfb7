import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { shippedFeeds } from '../support/feeds.js';
import { deliver, openTestLake, visibleObjects } from '../support/lake.js';
import { brokenFiles } from './broken-files.js';

/** All of them are more than two thousand and take six minutes; without `BROKEN_FILES=all` every feed gets the first third. */
const ALL = process.env['BROKEN_FILES'] === 'all';

/** Broken files of a feed: fewer where corrections or many record types make each take longer. */
function filesOf({ spec, routes }: Feed): number {
  const files = spec.corrections !== undefined || routes.length > 1 ? 48 : 160;
  return ALL ? files : Math.ceil(files / 3);
}

async function soundFile(feed: Feed): Promise<Buffer> {
  const folder = path.join(packageRoot(), 'feeds', feed.spec.feed);
  const name = (await readdir(folder)).find((file) => file.startsWith('sample.')) ?? '';
  return readFile(path.join(folder, name));
}

/** The feed for uncompressed files: damage is to reach the records, not to stop at the compression. */
function uncompressed(feed: Feed): Feed {
  const routes = feed.routes.map((route) => {
    const format = { ...route.spec.format, compression: 'none' as const };
    return { ...route, spec: { ...route.spec, format } };
  });
  return { ...feed, ...routes[0], routes };
}

test('there are more than two thousand of them, or more than six hundred', () => {
  expect(shippedFeeds.reduce((sum, feed) => sum + filesOf(feed), 0)).toBeGreaterThan(ALL ? 2000 : 600);
});

test.each(shippedFeeds.map((feed) => [feed.spec.feed, feed] as const))(
  'a broken file of %s is published with every record accounted for, or refused with nothing left',
  async (_name, feed) => {
    const sound = await soundFile(feed);
    const outcomes = { published: 0, refused: 0 };
    for (const { what, bytes } of brokenFiles(sound, filesOf(feed), 7)) {
      const lake = await openTestLake();
      const result = await deliver(lake, uncompressed(feed), { name: 'f', bytes }).catch((error: unknown) => {
        throw new Error(`${what}: ${String(error)}`);
      });
      if (result.status === 'refused') {
        outcomes.refused += 1;
        expect([what, result.faults.length > 0, await visibleObjects(lake.store)]).toEqual([what, true, []]);
        continue;
      }
      outcomes.published += 1;
      const { totals, files, quarantine, corrections } = result.manifest;
      const { read, accepted, rejected, duplicates } = totals;
      expect([what, accepted + rejected + duplicates]).toEqual([what, read]);
      const { deleting, superseded } = corrections ?? { deleting: 0, superseded: 0 };
      const rows = files.reduce((sum, file) => sum + file.rows, 0);
      expect([what, rows + deleting + superseded]).toEqual([what, accepted]);
      expect([what, quarantine?.records ?? 0]).toEqual([what, rejected]);
    }
    expect(outcomes.published + outcomes.refused).toBe(filesOf(feed));
  },
  120_000,
);
