import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../domain/generated/manifest.js';
import type { StoredRecordRepair } from '../../domain/generated/stored-repair.js';
import type { ChainedEntry } from '../../lake/chain-entry.js';
import { QuarantineReader } from '../../lake/quarantine/quarantine-reader.js';
import { openRecords, readRecordStates } from '../../lake/quarantine/record-states.js';
import type { PlacedRepair } from '../../lake/quarantine/repair-store.js';
import { replaysOf } from '../../lake/quarantine/standing-deliveries.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import type { Feed } from '../feed.js';
import { commitReplay, type ReplayedRepair } from './commit-replay.js';
import { settleReplay } from './settle-replay.js';

/**
 * Replays a repair: its records go the way of a delivery's, and those that pass are published by one entry of the chain.
 *
 * A repair takes those of its records that are open where its entry stands, and stands once for each reading of its
 * delivery: running again, or twice at once, adds nothing. Records that fail again are in the replay's own quarantine
 * and stay open. Nothing is published where the delivery was read by another specification than the feed has now.
 */
export async function replayRepair(
  context: CanonicalizeContext,
  feed: Feed,
  placed: PlacedRepair,
): Promise<ReplayedRepair> {
  await mkdir(context.work, { recursive: true });
  const work = await mkdtemp(path.join(context.work, 'replay-'));
  try {
    return await commitReplay(context, {
      feed,
      placed,
      openRecords: (chain, delivery) => openIn(chain, delivery, { context, placed, work }),
      settle: (of, beside) =>
        settleReplay(context, { feed, ...of, repair_sha256: placed.sha256, work }, beside),
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function openIn(
  chain: readonly ChainedEntry[],
  delivery: Manifest,
  { context, placed, work }: { context: CanonicalizeContext; placed: PlacedRepair; work: string },
): Promise<StoredRecordRepair[]> {
  const manifests = [delivery, ...replaysOf(chain, delivery)];
  const reader = await QuarantineReader.open(context.store, manifests, path.join(work, 'spill-states'));
  try {
    return openRecords(await readRecordStates(reader, chain, delivery), placed.repair.records);
  } finally {
    reader.close();
  }
}
