import type { Manifest } from '../../domain/generated/manifest.js';
import type { RepairAttempt } from '../../domain/generated/shown-record.js';
import type { StoredRecordRepair } from '../../domain/generated/stored-repair.js';
import type { ChainedEntry } from '../../lake/chain-entry.js';
import { shownFault } from '../../lake/quarantine/list-quarantined.js';
import { pendingRepairs } from '../../lake/quarantine/pending-repairs.js';
import type { QuarantineReader } from '../../lake/quarantine/quarantine-reader.js';
import { type PlacedRepair, readRepair } from '../../lake/quarantine/repair-store.js';
import { type Replay, replaysOf } from '../../lake/quarantine/standing-deliveries.js';
import { maskedWhole } from '../personal/mask.js';
import { maskedPatch } from '../personal/masked-records.js';

/** Every repair of a record in the order in which they were replayed; those that wait come last. */
export async function readAttempts(
  reader: QuarantineReader,
  of: {
    chain: readonly ChainedEntry[];
    delivery: Manifest;
    byte_offset: number;
    personal: ReadonlySet<string>;
  },
): Promise<RepairAttempt[]> {
  const { chain, delivery, byte_offset, personal } = of;
  const attempts: RepairAttempt[] = [];
  let open = true;
  for (const replay of replaysOf(chain, delivery)) {
    const placed = await readRepair(reader.store, replay.repair);
    const record = placed.repair.records.find((one) => one.byte_offset === byte_offset);
    if (record === undefined) continue;
    const attempt = await replayedAttempt(reader, { replay, placed, record, open, personal });
    attempts.push(attempt);
    open &&= attempt.result === 'failed';
  }
  for (const { placed, delivery: of_delivery } of await pendingRepairs(reader.store, delivery.feed, chain)) {
    const record = placed.repair.records.find((one) => one.byte_offset === byte_offset);
    if (record === undefined || of_delivery.commit_id !== delivery.commit_id) continue;
    const result = open ? 'waits' : 'passed over';
    attempts.push({ ...described(placed, record, personal), replay: null, result, faults: [] });
  }
  return attempts;
}

async function replayedAttempt(
  reader: QuarantineReader,
  one: {
    replay: Replay;
    placed: PlacedRepair;
    record: StoredRecordRepair;
    open: boolean;
    personal: ReadonlySet<string>;
  },
): Promise<RepairAttempt> {
  const { replay, placed, record, open } = one;
  const faults = (await reader.rejectionsOf(replay, record.byte_offset)).map(shownFault);
  const settled = record.withdraw === undefined ? 'repaired' : 'withdrawn';
  const result = faults.length > 0 ? 'failed' : settled;
  return {
    ...described(placed, record, one.personal),
    replay: replay.commit_id,
    result: open ? result : 'passed over',
    faults: open ? faults : [],
  };
}

function described(
  { sha256, repair }: PlacedRepair,
  { patch, replace, withdraw }: StoredRecordRepair,
  personal: ReadonlySet<string>,
): Pick<RepairAttempt, 'repair_sha256' | 'by' | 'reason' | 'action' | 'text'> {
  const { by, reason } = repair;
  const who = { repair_sha256: sha256, by, reason };
  if (replace !== undefined) {
    const text = personal.size === 0 ? replace : maskedWhole(Buffer.byteLength(replace));
    return { ...who, action: 'replace', text };
  }
  if (withdraw !== undefined) return { ...who, action: 'withdraw', text: withdraw };
  return { ...who, action: 'patch', text: maskedPatch(patch ?? {}, personal) };
}
