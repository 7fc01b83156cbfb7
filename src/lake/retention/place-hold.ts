import type { Hold } from '../../domain/generated/hold.js';
import { appendEntry } from '../append-entry.js';
import { readManifestChain } from '../manifest-chain.js';
import type { RemovalMeans } from '../removal/collected-garbage.js';
import { standingHolds } from './holds.js';

/** What a hold says: the trade dates from and to, both included, why, and who asked for it. */
export type HoldOrder = Pick<Hold, 'from' | 'to' | 'reason' | 'by'>;

type HoldMeans = Pick<RemovalMeans, 'now_ns' | 'new_write_id'> & {
  store: Parameters<typeof readManifestChain>[0];
};

/** Places a hold in the chains of feeds, under one id, which is returned. From then on nothing of these dates is removed. */
export async function placeHold(
  means: HoldMeans,
  feeds: readonly string[],
  order: HoldOrder,
): Promise<string> {
  const hold_id = means.new_write_id();
  for (const feed of feeds) {
    const write_id = means.new_write_id();
    await appendEntry<Hold>({ ...means, feed }, () =>
      Promise.resolve({ append: { kind: 'hold', write_id, feed, hold_id, ...order } }),
    );
  }
  return hold_id;
}

/** Releases a hold in every chain in which it stands; returns the feeds, none where no hold of the id stands. */
export async function releaseHold(
  means: HoldMeans,
  feeds: readonly string[],
  order: { hold_id: string; reason: string; by: string },
): Promise<string[]> {
  const released: string[] = [];
  for (const feed of feeds) {
    const hold = standingHolds(await readManifestChain(means.store, feed)).find(
      ({ hold_id }) => hold_id === order.hold_id,
    );
    if (hold === undefined) continue;
    const write_id = means.new_write_id();
    const { from, to } = hold;
    await appendEntry<Hold>({ ...means, feed }, () =>
      Promise.resolve({ append: { kind: 'release', write_id, feed, from, to, ...order } }),
    );
    released.push(feed);
  }
  return released;
}
