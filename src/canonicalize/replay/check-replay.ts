import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { StoredRecordRepair } from '../../domain/generated/stored-repair.js';
import { sha256 } from '../../domain/sha256.js';
import type { Reference } from '../bind-references.js';
import { type CheckedDelivery, MEMORY_MB } from '../check-delivery.js';
import { CheckSegments } from '../check-segments.js';
import type { DeliveryJob } from '../delivery-job.js';
import type { RecordFault } from '../diagnostics.js';
import { FaultSpill } from '../fault-spill.js';
import { FramedFile } from '../framing/framed-file.js';
import { framedDelimiter } from '../framing/open-decoder.js';
import type { CompiledFeed } from '../mapping/compile-feed.js';
import { faultMask } from '../personal/mask-fault.js';
import { tokenKey } from '../personal/token-key.js';
import { footerOf } from '../publish-delivery.js';
import { decodeRecords } from './decode-records.js';
import type { DecodedRecord, RecordFields } from './decoded-record.js';
import { oneRecord } from './one-record.js';
import { type RepairProblem, repairProblem } from './repair-problem.js';
import { repairedFields } from './repaired-fields.js';

/** Records of a delivery with what is to be done with them, and how the feed checks them. */
export type ReplayInput = {
  records: readonly StoredRecordRepair[];
  compiled: readonly CompiledFeed[];
  references: readonly Reference[];
};

/**
 * Checks repaired records as the records of a delivery are: they are decoded, repaired, framed and go the same way.
 *
 * A problem where the feed does not find the records any more that the repair was made for.
 */
export async function checkReplay(
  job: DeliveryJob,
  input: ReplayInput,
): Promise<CheckedDelivery | RepairProblem> {
  const { context, feed, work } = job;
  const routes = input.compiled.map((route) => ({ compiled: route, metadata: footerOf(job, route.feed) }));
  const memory_mb = context.memory_mb ?? MEMORY_MB;
  const { references, compiled } = input;
  const personal_key = tokenKey(job);
  const segments = new CheckSegments({
    ...{ feed, routes, summed: [], references, work, threads: 1, memory_mb, personal_key },
  });
  const spill = new FaultSpill(path.join(work, 'faults.jsonl'), faultMask(feed).record);
  try {
    const framed = await frameRepaired(job, input.records, spill);
    if ('code' in framed) return framed;
    if (framed.segment !== null) await segments.add(framed.segment);
    const checked = await segments.finish();
    const nothing = {
      refusal: null,
      batches: { totals: [], breaks: [] },
      header: null,
      trailer: null,
      ignored: 0,
      control_lines: 0,
      text_bytes: 0,
    };
    const { fault_count, records } = framed;
    return { framed: { ...nothing, records, fault_count }, checked, compiled, spill };
  } finally {
    spill.close();
    await segments.close();
  }
}

type Framed = {
  segment: Parameters<CheckSegments['add']>[0] | null;
  records: number;
  fault_count: number;
};

async function frameRepaired(
  job: DeliveryJob,
  records: readonly StoredRecordRepair[],
  spill: FaultSpill,
): Promise<Framed | RepairProblem> {
  const { feed, delivery, raw } = job;
  const work = path.join(job.work, 'framed');
  await mkdir(work);
  const columns = feed.fields.map(({ name }) => name);
  const framed = new FramedFile(work, framedDelimiter(feed));
  const wanted = new Map(
    records.map(({ byte_offset, replace }) => [
      byte_offset,
      replace === undefined ? null : oneRecord(feed, replace),
    ]),
  );
  let found = 0;
  let fault_count = 0;
  try {
    for await (const decoded of decodeRecords(
      feed,
      { ...delivery, path: raw.path, work: job.work },
      wanted,
    )) {
      const repair = records[found];
      found += 1;
      const repaired = repair === undefined ? null : repairOf(decoded, repair, delivery.name);
      if (repaired === null) return lost(delivery.name, decoded.byte_offset);
      if ('fault' in repaired) {
        spill.add([repaired.fault]);
        fault_count += 1;
      } else {
        writeRecord(
          framed,
          decoded,
          columns.map((name) => repaired.fields[name] ?? null),
        );
        await framed.drain();
      }
    }
    const lacking = records[found];
    if (lacking !== undefined) return lost(delivery.name, lacking.byte_offset);
    const written = await framed.take();
    if (written === null) return { segment: null, records: 0, fault_count };
    const delimiter = String.fromCharCode(framed.delimiter);
    const place = { line_end: '\n', first_line: 0, first_offset: 0 } as const;
    const segment = { kind: 'framed', columns, delimiter, ...place, ...written } as const;
    return { segment, records: written.records, fault_count };
  } finally {
    await framed.close();
  }
}

/** Null where the delivery holds another record at the place than the repair was made for, or none. */
function repairOf(
  decoded: DecodedRecord,
  repair: StoredRecordRepair,
  file: string,
): { fields: RecordFields } | { fault: RecordFault } | null {
  if (repair.byte_offset !== decoded.byte_offset) return null;
  if (repair.raw_sha256 !== null && (decoded.raw === null || sha256(decoded.raw) !== repair.raw_sha256))
    return null;
  if (repair.replace !== undefined && decoded.replacement === null) return null;
  const repaired = repairedFields(decoded, repair, file);
  return 'nothing' in repaired ? null : repaired;
}

function lost(file: string, byte_offset: number): RepairProblem {
  return repairProblem('repair-record-unknown', { file }, { record: String(byte_offset), unlisted: 0 });
}

function writeRecord(
  framed: FramedFile,
  { line, byte_offset }: DecodedRecord,
  values: readonly (string | null)[],
): void {
  const bytes = values.reduce((sum, value) => sum + Buffer.byteLength(value ?? '', 'utf8'), 0);
  framed.begin({ number: line, offset: byte_offset }, bytes);
  for (const value of values) framed.text(value);
  framed.end();
}
