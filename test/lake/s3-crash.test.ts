import { expect, test } from 'vitest';
import { readDay } from '../../src/lake/read-lake.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../canonicalize/support/feeds.js';
import { deliver, listing, published } from '../canonicalize/support/lake.js';
import { type FakeS3Lake, openFakeS3Lake } from '../fakes/s3/open-fake-s3-lake.js';

const acme = shippedFeed('acme-orders');
const file = acmeFile([acmeLine(1), acmeLine(2), acmeLine(3, { side: '9' })]);
/** A process that dies tries nothing again. */
const ONCE = { attempts: 1, first_wait_ms: 0, longest_wait_ms: 0, deadline_ms: 0 };

/** Parts of 600 bytes, so that some of the objects go in parts. */
async function openLake(): Promise<FakeS3Lake> {
  return openFakeS3Lake({ fake: { least_part_bytes: 1 }, store: { part_bytes: 600 } });
}

const send = (lake: FakeS3Lake, store: ObjectStore): ReturnType<typeof deliver> =>
  deliver({ folder: lake.folder, store }, acme, { name: acmeName, bytes: file });

function isRead(operation: string): boolean {
  return /^(Get|Head|List)/.test(operation);
}

/** All objects but the manifests, which name the requests that wrote them. */
async function objects(store: ObjectStore): Promise<string[]> {
  return (await listing(store)).filter((object) => !object.startsWith('manifests/'));
}

test('a process that dies before or after any call to S3 leaves nothing that readers see, and a rerun mends all', async () => {
  const undisturbed = await openLake();
  published(await send(undisturbed, undisturbed.store));
  const calls = undisturbed.fake.calls.map(({ operation }) => operation);
  const expected = await objects(undisturbed.store);
  expect(new Set(calls)).toContain('CompleteMultipartUpload');
  expect(calls.length).toBeGreaterThan(15);

  for (const [index, operation] of calls.entries()) {
    const last = index + 1;
    // A call that only reads has no effect of which the reply could be lost.
    for (const kind of isRead(operation)
      ? (['cut-before'] as const)
      : (['cut-before', 'cut-after'] as const)) {
      const lake = await openLake();
      const dying = await lake.open({ limits: ONCE });
      lake.fake.faults = ({ number }) => {
        if (number < last) return null;
        return { kind: number === last ? kind : 'cut-before' };
      };
      const died = await send(lake, dying).catch((error: unknown) => error);
      lake.fake.faults = () => null;
      const day = await readDay(lake.store, '2026-11-20');
      for (const { file: named } of day) expect(await lake.store.head(named.key)).not.toBeNull();
      published(await send(lake, lake.store));
      expect([last, kind, await objects(lake.store)]).toEqual([last, kind, expected]);
      expect(await readDay(lake.store, '2026-11-20')).toHaveLength(1);
      expect(await lake.store.list('manifests/')).toHaveLength(1);
      if (day.length === 0) expect([last, kind, died]).toEqual([last, kind, expect.any(Error)]);
      await lake.store.abandoned(2n ** 62n, 'remove');
      expect(lake.bucket.uploads()).toEqual([]);
    }
  }
}, 120_000);
