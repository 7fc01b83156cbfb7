import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../../../src/domain/generated/manifest.js';
import { openLocalStore } from '../../../../src/store/local-store.js';
import { acmeFile, acmeName, shippedFeed } from '../../support/feeds.js';
import { deliver, openTestLake, published, type TestLake } from '../../support/lake.js';
import { recordIds } from './repairs.js';

export const acme = shippedFeed('acme-orders');

/** A lake with one delivery of acme-orders, and the ids of its rejected records by their lines. */
export async function lakeWith(
  records: readonly string[],
): Promise<{ lake: TestLake; delivery: Manifest; id: (line: number) => string }> {
  const lake = await openTestLake();
  const delivery = published(await deliver(lake, acme, { name: acmeName, bytes: acmeFile(records) }));
  const ids = await recordIds(lake, delivery);
  return { lake, delivery, id: (line) => ids.get(line) ?? `no record on line ${line}` };
}

/** Another lake with the same objects. */
export async function copyOf(lake: TestLake, name: string): Promise<TestLake> {
  const root = path.join(lake.folder, name);
  await cp(lake.root, root, { recursive: true });
  return { ...lake, root, store: openLocalStore(root) };
}
