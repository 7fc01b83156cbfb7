import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { replayRepair } from '../../src/canonicalize/replay/replay-repair.js';
import type { DeliveryOutcome } from '../../src/domain/generated/run.js';
import { takeDelivery } from '../../src/jobs/take-delivery.js';
import { readManifestChain } from '../../src/lake/manifest-chain.js';
import { pendingRepairs } from '../../src/lake/quarantine/pending-repairs.js';
import { acme, lakeWith } from '../canonicalize/replay/support/lake-with-rejects.js';
import { contextOf, repairAndReplay, storedRepair } from '../canonicalize/replay/support/repairs.js';
import { acmeFile, acmeLine, acmeName, changedFeed } from '../canonicalize/support/feeds.js';
import type { TestLake } from '../canonicalize/support/lake.js';

const records = [
  acmeLine(1),
  acmeLine(2, { side: '9' }),
  acmeLine(3, { side: '8' }),
  acmeLine(4, { side: '7' }),
  acmeLine(5, { side: '6' }),
];
const newer: Feed = { ...changedFeed(acme, { version: 2 }), spec_sha256: 'e'.repeat(64) };

function take(lake: TestLake, feed: Feed): Promise<DeliveryOutcome> {
  const raw = path.join(lake.folder, 'raw');
  mkdirSync(raw, { recursive: true });
  writeFileSync(path.join(raw, acmeName), acmeFile(records));
  const file = { raw, name: acmeName, trade_date: '2026-11-20' };
  return takeDelivery({ ...contextOf(lake), feeds: [feed] }, file);
}

test('a file that is read again by another specification says how many repairs wait, until they are replayed', async () => {
  const { lake, id } = await lakeWith(records);
  const mended = (line: number): object => ({ record: id(line), was: {}, patch: { side: '2' } });
  await repairAndReplay(lake, acme, [
    { ...mended(3), was: { side: '9' } },
    { ...mended(4), was: { side: '8' } },
  ]);
  // Stored before the change, and never replayed.
  await storedRepair(lake, acme, { records: [{ record: id(5), was: { side: '7' }, withdraw: 'a test' }] });
  expect((await take(lake, acme)).notices).toBeUndefined();

  const waiting = [
    {
      code: 'repairs-waiting',
      message:
        '3 records that were repaired before are rejected again, because the file was read again by another specification; publish their repairs again with tapewarden quarantine replay',
    },
  ];
  expect(await take(lake, newer)).toMatchObject({ status: 'published', notices: waiting });
  // Whoever was interrupted is told again.
  expect(await take(lake, newer)).toMatchObject({ status: 'already_published', notices: waiting });

  const chain = await readManifestChain(lake.store, 'acme-orders');
  for (const { placed } of await pendingRepairs(lake.store, 'acme-orders', chain)) {
    await replayRepair(contextOf(lake), newer, placed);
  }
  expect((await take(lake, newer)).notices).toBeUndefined();
});
