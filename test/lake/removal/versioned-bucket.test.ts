import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { collectGarbage } from '../../../src/lake/removal/collect-garbage.js';
import type { CollectedGarbage } from '../../../src/lake/removal/collected-garbage.js';
import { formatFinding } from '../../../src/lake/verify/finding.js';
import { type VerifiedLake, verifyLake } from '../../../src/lake/verify/verify-lake.js';
import type { ObjectRemover, ObjectStore } from '../../../src/store/object-store.js';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../../canonicalize/support/feeds.js';
import { deliver, published } from '../../canonicalize/support/lake.js';
import { type FakeS3Lake, openFakeS3Lake } from '../../fakes/s3/open-fake-s3-lake.js';

const acme = shippedFeed('acme-orders');
const LATER_NS = 4_000_000_000_000_000_000n;
const LEFT = 'data/order_events/trade_date=2026-11-20/feed=acme-orders/data_file=left/rows.parquet';

function collect(store: ObjectStore & ObjectRemover): Promise<CollectedGarbage> {
  const means = { store, now_ns: () => LATER_NS, new_write_id: () => 'gc' };
  return collectGarbage(means, { grace_ns: 0n, dry_run: false });
}

async function verify(lake: FakeS3Lake): Promise<VerifiedLake> {
  // Nothing that an earlier look has copied is trusted.
  const store = await lake.open({ cache: path.join(lake.folder, 'verify', String(lake.fake.calls.length)) });
  return verifyLake({ store, spill: path.join(lake.folder, 'spill'), onProgress: () => {} });
}

/** A lake with one delivery, and the key of its data. */
async function lakeWithData(): Promise<{ lake: FakeS3Lake; data: string }> {
  const lake = await openFakeS3Lake();
  const manifest = published(
    await deliver(lake, acme, { name: acmeName, bytes: acmeFile([acmeLine(1), acmeLine(2)]) }),
  );
  return { lake, data: String(manifest.files[0]?.key) };
}

const versionIds = ({ bucket }: FakeS3Lake, key: string): string[] =>
  bucket.versions(`lake/${key}`).map(({ version_id }) => version_id);

describe('in a bucket that keeps versions, what is collected', () => {
  test('is gone for good, without a delete marker', async () => {
    const { lake } = await lakeWithData();
    await lake.store.putIfAbsent(LEFT, { bytes: Buffer.from('x') });
    expect((await collect(lake.store)).removed.map(({ key }) => key)).toEqual([LEFT]);
    expect(versionIds(lake, LEFT)).toEqual([]);
    expect(await verify(lake)).toMatchObject({ findings: [], orphans: [], removed: 1 });
  });

  test('is gone with the versions below it that would be seen again', async () => {
    const { lake } = await lakeWithData();
    for (const text of ['oldest', 'older', 'newest']) {
      lake.bucket.put(`lake/${LEFT}`, { body: Buffer.from(text), attributes: {} }, false);
    }
    await collect(lake.store);
    expect(versionIds(lake, LEFT)).toEqual([]);
  });

  test('takes nothing with it that another writer puts while it goes', async () => {
    const { lake } = await lakeWithData();
    await lake.store.putIfAbsent(LEFT, { bytes: Buffer.from('old') });
    let deletes = 0;
    lake.fake.faults = ({ operation }) => {
      if (operation === 'DeleteObject') deletes += 1;
      // Right after the delete, at the look at what is below.
      if (operation === 'HeadObject' && deletes === 1) {
        deletes += 1;
        lake.bucket.put(`lake/${LEFT}`, { body: Buffer.from('new'), attributes: {} }, true);
      }
      return null;
    };
    await lake.store.remove(LEFT);
    expect(Buffer.from((await lake.store.get(LEFT)) ?? []).toString()).toBe('new');
  });
});

test('what somebody hides under a delete marker is told as absent, and is whole again without the marker', async () => {
  const { lake, data } = await lakeWithData();
  lake.bucket.delete(`lake/${data}`, null);
  expect((await verify(lake)).findings.map(formatFinding)).toEqual([
    `${data}: is not in the store, but manifests/acme-orders/00000001.json names it and no entry records its removal; restore it from a copy [object-absent]`,
  ]);
  lake.bucket.delete(`lake/${data}`, String(versionIds(lake, data).at(-1)));
  expect((await verify(lake)).findings).toEqual([]);
});

test('what somebody puts over an object is told, though the version of the commit is still there', async () => {
  const { lake, data } = await lakeWithData();
  lake.bucket.put(`lake/${data}`, { body: Buffer.from('other'), attributes: {} }, false);
  expect((await verify(lake)).findings.map(({ code, key }) => [code, key])).toEqual([
    ['object-size-differs', data],
  ]);
});

test('a collection that S3 does not let delete says so, leaves the lake whole, and is finished once it may', async () => {
  const { lake } = await lakeWithData();
  await lake.store.putIfAbsent(LEFT, { bytes: Buffer.from('x') });
  lake.fake.faults = ({ operation }) =>
    operation === 'DeleteObject' ? { kind: 'answer', status: 403, code: 'AccessDenied' } : null;
  await expect(collect(lake.store)).rejects.toMatchObject({ code: 's3-access-denied', retryable: false });
  await expect(collect(lake.store)).rejects.toThrow(
    /^s3:\/\/acme-surveillance\/lake\/data\/\S+left\/rows\.parquet: S3 denies DeleteObject .*; allow it to this role in its policy and the bucket's, .* \[s3-access-denied\]$/,
  );
  expect(await lake.store.head(LEFT)).not.toBe(null);
  expect(await verify(lake)).toMatchObject({ findings: [], removed: 1 });
  lake.fake.faults = () => null;
  const finished = await collect(lake.store);
  expect([finished.removed, finished.finished.map(({ key }) => key)]).toEqual([[], [LEFT]]);
  expect(versionIds(lake, LEFT)).toEqual([]);
  expect(await readManifestChain(lake.store, 'acme-orders')).toHaveLength(2);
});
