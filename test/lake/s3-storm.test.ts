import { expect, test } from 'vitest';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../canonicalize/support/feeds.js';
import { deliver, listing, published } from '../canonicalize/support/lake.js';
import { faultStorm } from '../fakes/s3/fault.js';
import { type FakeS3Lake, openFakeS3Lake } from '../fakes/s3/open-fake-s3-lake.js';

const acme = shippedFeed('acme-orders');
const content = acmeFile([acmeLine(1), acmeLine(2), acmeLine(3, { side: '9' })]);

async function delivered(
  seed: number | null,
): Promise<{ lake: FakeS3Lake; objects: string[]; failed: number }> {
  const lake = await openFakeS3Lake({ fake: { least_part_bytes: 1 }, store: { part_bytes: 600 } });
  const storm = seed === null ? () => null : faultStorm({ seed, share: 0.25 });
  let failed = 0;
  lake.fake.faults = (call) => {
    const fault = storm(call);
    if (fault !== null) failed += 1;
    return fault;
  };
  published(await deliver(lake, acme, { name: acmeName, bytes: content }));
  lake.fake.faults = () => null;
  const objects = (await listing(lake.store)).filter((object) => !object.startsWith('manifests/'));
  return { lake, objects, failed };
}

test('a delivery is published once and whole while a quarter of all calls to S3 fail in every way', async () => {
  const { objects } = await delivered(null);
  let failures = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const stormy = await delivered(seed);
    failures += stormy.failed;
    expect([seed, stormy.objects]).toEqual([seed, objects]);
    expect(await stormy.lake.store.list('manifests/')).toHaveLength(1);
    for (const key of stormy.lake.bucket.keys()) expect(stormy.lake.bucket.versions(key)).toHaveLength(1);
  }
  expect(failures).toBeGreaterThan(80);
});
