import type { Manifest } from '../../domain/generated/manifest.js';
import type { StoredRecordRepair } from '../../domain/generated/stored-repair.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { ChainedEntry } from '../chain-entry.js';
import type { QuarantineReader } from './quarantine-reader.js';
import { reconcileDelivery } from './reconcile-quarantine.js';
import { readRepair } from './repair-store.js';
import { type Replay, replaysOf } from './standing-deliveries.js';

/** What became of a rejected record; `settled_by` and `failed_in` are commit ids of replays. */
export type RecordState = {
  line: number;
  state: 'open' | 'repaired' | 'withdrawn';
  settled_by: string | null;
  failed_in: readonly string[];
};

/**
 * The state of every record of which the delivery's quarantine stores a fault, by offset, in the order of the file.
 *
 * A record is settled by the first replay that does not reject it again. Throws `quarantine-unreconciled` where records
 * and the counts of the chain differ.
 */
export async function readRecordStates(
  reader: QuarantineReader,
  chain: readonly ChainedEntry[],
  delivery: Manifest,
): Promise<Map<number, RecordState>> {
  const lines = await reader.lines(delivery);
  const states = new Map<number, RecordState>(
    [...lines].map(([offset, line]) => [offset, { line, state: 'open', settled_by: null, failed_in: [] }]),
  );
  for (const replay of replaysOf(chain, delivery)) {
    const { repair } = await readRepair(reader.store, replay.repair);
    const failed = new Set((await reader.lines(replay)).keys());
    for (const record of repair.records) settle(states, record, { replay, failed });
  }
  requireSum(states, reconcileDelivery(chain, delivery));
  return states;
}

/** Offsets of the records that a replay of a repair would take now: those that are open, in the order of the file. */
export function openRecords(
  states: ReadonlyMap<number, RecordState>,
  records: readonly StoredRecordRepair[],
): StoredRecordRepair[] {
  return records.filter(({ byte_offset }) => states.get(byte_offset)?.state === 'open');
}

function settle(
  states: Map<number, RecordState>,
  { byte_offset, withdraw }: StoredRecordRepair,
  { replay, failed }: { replay: Replay; failed: ReadonlySet<number> },
): void {
  const before = states.get(byte_offset);
  if (before?.state !== 'open') return;
  if (withdraw === undefined && failed.has(byte_offset)) {
    states.set(byte_offset, { ...before, failed_in: [...before.failed_in, replay.commit_id] });
    return;
  }
  const state = withdraw === undefined ? 'repaired' : 'withdrawn';
  states.set(byte_offset, { ...before, state, settled_by: replay.commit_id });
}

function requireSum(
  states: ReadonlyMap<number, RecordState>,
  counted: ReturnType<typeof reconcileDelivery>,
): void {
  const { manifest, repaired, withdrawn } = counted;
  const found = { repaired: 0, withdrawn: 0, open: 0 };
  for (const { state } of states.values()) found[state] += 1;
  if (found.repaired === repaired && found.withdrawn === withdrawn) return;
  const { read, accepted, rejected, duplicates } = manifest.totals;
  throw new OperationalFailure('quarantine-unreconciled', {
    feed: manifest.feed,
    commit_id: manifest.commit_id,
    ...{ read, accepted, rejected, duplicates, repaired, withdrawn },
  });
}
