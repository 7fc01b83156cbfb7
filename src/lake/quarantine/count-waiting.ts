import type { Manifest } from '../../domain/generated/manifest.js';
import type { ObjectStore } from '../../store/object-store.js';
import { readManifestChain } from '../manifest-chain.js';
import { pendingRepairs } from './pending-repairs.js';
import { QuarantineReader } from './quarantine-reader.js';
import { openRecords, readRecordStates } from './record-states.js';
import { replaysOf } from './standing-deliveries.js';

/**
 * How many open records of a delivery, as it is read now, have a repair that was not replayed since it is.
 *
 * `spill` is a folder for work in progress. Throws `quarantine-unreconciled`.
 */
export async function countWaiting(store: ObjectStore, delivery: Manifest, spill: string): Promise<number> {
  const chain = await readManifestChain(store, delivery.feed);
  const pending = (await pendingRepairs(store, delivery.feed, chain)).filter(
    (one) => one.delivery.commit_id === delivery.commit_id,
  );
  if (pending.length === 0) return 0;
  const manifests = [delivery, ...replaysOf(chain, delivery)];
  const reader = await QuarantineReader.open(store, manifests, spill);
  try {
    const states = await readRecordStates(reader, chain, delivery);
    const waiting = pending.flatMap(({ placed }) => openRecords(states, placed.repair.records));
    return new Set(waiting.map(({ byte_offset }) => byte_offset)).size;
  } finally {
    reader.close();
  }
}
