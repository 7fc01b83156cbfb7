import type { Manifest } from '../../domain/generated/manifest.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { ChainedEntry } from '../chain-entry.js';
import { replaysOf, standingDeliveries } from './standing-deliveries.js';

/** What became of the rejected records: rejected = repaired + withdrawn + open. */
export type QuarantineCounts = {
  rejected: number;
  /** Became rows by a replay, or were found by one to stand already. */
  repaired: number;
  withdrawn: number;
  open: number;
  /** Of the open ones, those of which no fault is stored: they were counted beyond the most that are, and cannot be repaired one by one. */
  unlisted: number;
};

/** One delivery as it is read now. */
export type ReconciledDelivery = QuarantineCounts & { manifest: Manifest; replays: number };

/** All of a chain; `read` = `accepted` + `rejected` + `duplicates` over deliveries, replays not among them. */
export type ReconciledQuarantine = QuarantineCounts & {
  deliveries: readonly ReconciledDelivery[];
  read: number;
  accepted: number;
  duplicates: number;
  /** Rows that replays have added. */
  replayed: number;
};

/**
 * Counts what became of every rejected record of a feed, from its chain alone.
 *
 * Throws `quarantine-unreconciled` where a delivery's records do not add up, or more were settled than were rejected.
 */
export function reconcileQuarantine(chain: readonly ChainedEntry[]): ReconciledQuarantine {
  const deliveries = standingDeliveries(chain).map((manifest) => reconcileDelivery(chain, manifest));
  const total = (count: (delivery: ReconciledDelivery) => number): number =>
    deliveries.reduce((sum, delivery) => sum + count(delivery), 0);
  return {
    deliveries,
    read: total(({ manifest }) => manifest.totals.read),
    accepted: total(({ manifest }) => manifest.totals.accepted),
    duplicates: total(({ manifest }) => manifest.totals.duplicates),
    replayed: total(({ manifest }) =>
      replaysOf(chain, manifest).reduce((rows, { totals }) => rows + totals.accepted, 0),
    ),
    rejected: total(({ rejected }) => rejected),
    repaired: total(({ repaired }) => repaired),
    withdrawn: total(({ withdrawn }) => withdrawn),
    open: total(({ open }) => open),
    unlisted: total(({ unlisted }) => unlisted),
  };
}

/** Counts what became of the rejected records of one delivery of a chain. Throws `quarantine-unreconciled`. */
export function reconcileDelivery(chain: readonly ChainedEntry[], manifest: Manifest): ReconciledDelivery {
  const { read, accepted, rejected, duplicates } = manifest.totals;
  const replays = replaysOf(chain, manifest);
  const repaired = replays.reduce((sum, { totals }) => sum + totals.accepted + totals.duplicates, 0);
  const withdrawn = replays.reduce((sum, { repair }) => sum + (repair.withdrawn ?? 0), 0);
  const unlisted = rejected - (manifest.quarantine?.records ?? 0);
  const open = rejected - repaired - withdrawn;
  const whole = replays.every(({ totals }) => addsUp(totals));
  if (!whole || !addsUp(manifest.totals) || unlisted < 0 || open < unlisted) {
    const { feed, commit_id } = manifest;
    const counts = { read, accepted, rejected, duplicates, repaired, withdrawn };
    throw new OperationalFailure('quarantine-unreconciled', { feed, commit_id, ...counts });
  }
  return { manifest, replays: replays.length, rejected, repaired, withdrawn, open, unlisted };
}

function addsUp({ read, accepted, rejected, duplicates }: Manifest['totals']): boolean {
  return read === accepted + rejected + duplicates;
}
