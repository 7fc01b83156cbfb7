import type { Manifest } from '../../domain/generated/manifest.js';
import type { QuarantinedRecord, RecordFaultShown } from '../../domain/generated/quarantined-record.js';
import type { Rejection } from '../../domain/generated/rejection.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { ChainedEntry } from '../chain-entry.js';
import { recordId } from './find-delivered.js';
import { QuarantineReader } from './quarantine-reader.js';
import { type RecordState, readRecordStates } from './record-states.js';
import { replaysOf } from './standing-deliveries.js';

/** What is read of a delivery: at most so many faults; `spill` is a folder for work in progress. */
export type ListLimits = { faults: number; spill: string };

/** Rejected records of a delivery with their states, in the order of the file. Throws `quarantine-unreconciled`. */
export async function listQuarantined(
  store: ObjectStore,
  of: { chain: readonly ChainedEntry[]; delivery: Manifest },
  limits: ListLimits,
): Promise<QuarantinedRecord[]> {
  const { chain, delivery } = of;
  if (delivery.quarantine === null) return [];
  const manifests = [delivery, ...replaysOf(chain, delivery)];
  const reader = await QuarantineReader.open(store, manifests, limits.spill);
  try {
    const states = await readRecordStates(reader, chain, delivery);
    const rejections = await reader.rejections(delivery, limits.faults);
    const records = new Map<number, Rejection[]>();
    for (const rejection of rejections) {
      const faults = records.get(rejection.byte_offset) ?? [];
      faults.push(rejection);
      records.set(rejection.byte_offset, faults);
    }
    return [...records].flatMap(([offset, faults]) => {
      const state = states.get(offset);
      return state === undefined ? [] : [quarantinedRecord(delivery, state, faults)];
    });
  } finally {
    reader.close();
  }
}

/** One rejected record of a delivery from its state and its faults. */
export function quarantinedRecord(
  delivery: Manifest,
  { state, settled_by, failed_in, line }: RecordState,
  faults: readonly Rejection[],
): QuarantinedRecord {
  const { byte_offset = 0, record = '' } = faults[0] ?? {};
  return {
    id: recordId(delivery, byte_offset),
    state,
    settled_by,
    failed_in: [...failed_in],
    feed: delivery.feed,
    trade_date: delivery.trade_date,
    file: delivery.delivery.uri,
    source_sha256: delivery.delivery.sha256,
    line,
    byte_offset,
    faults: faults.map(shownFault),
    record,
  };
}

/** A fault without the place that all of its record share. */
export function shownFault({ field, value, rule, code, message }: Rejection): RecordFaultShown {
  return { field, value, rule, code, message };
}
