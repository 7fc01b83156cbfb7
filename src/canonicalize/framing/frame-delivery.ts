import path from 'node:path';
import { invariant } from '../../domain/invariant.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault, RecordFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { copyRaw } from './copy-raw.js';
import { FramedFile } from './framed-file.js';
import { openCutter } from './open-cutter.js';
import { framedDelimiter } from './open-decoder.js';
import { feedTextForm, readText } from './read-text.js';
import { type ControlLine, RecordFramer } from './record-framer.js';

/** What the bytes of one delivery are: records in a framed file, faults, control lines; or the reason to refuse it. */
export type FramedDelivery = {
  sha256: string;
  /** Bytes as received. */
  bytes: number;
  /** Copy of the bytes as received, in the work folder. */
  raw_path: string;
  refusal: DeliveryFault | null;
  framed: { path: string; delimiter: string; quoted: boolean; columns: readonly string[]; records: number };
  header: ControlLine | null;
  trailer: ControlLine | null;
  fault_count: number;
  ignored: number;
  control_lines: number;
  /** Bytes after decompression; every one belongs to a counted line. */
  text_bytes: number;
};

/**
 * Reads a delivery once: hashes and copies its bytes, decompresses them, cuts them into lines and decodes the records.
 *
 * Faults of records go to `onFaults` as they are found, in the order of the file. A damaged or foreign file comes back
 * with a refusal; only an unreadable one throws (`file-unreadable`).
 */
export async function frameDelivery(
  feed: Feed,
  source: { path: string; name: string; work: string },
  onFaults: (faults: RecordFault[]) => void,
): Promise<FramedDelivery> {
  const rawPath = path.join(source.work, 'raw');
  const raw = await copyRaw(source.path, rawPath);
  const framedPath = path.join(source.work, 'framed.csv');
  const framed = await FramedFile.open(framedPath, framedDelimiter(feed));
  const framer = new RecordFramer(feed, source.name, framed);
  const cutter = openCutter(feed, source.name, framer);
  let textBytes = 0;
  let refusal: DeliveryFault | null = null;
  try {
    for await (const text of readText(rawPath, {
      ...feedTextForm(feed),
      name: source.name,
      line: () => cutter.lines,
    })) {
      if (!Buffer.isBuffer(text)) {
        refusal = text;
        break;
      }
      textBytes += text.length;
      cutter.push(text);
      onFaults(framer.faults.splice(0));
      await framed.drain();
    }
    if (refusal === null) cutter.end();
    onFaults(framer.faults.splice(0));
  } finally {
    await framed.close();
  }
  refusal ??= framer.refusal ?? emptiness(framer, { framed, name: source.name, bytes: raw.bytes });
  if (refusal === null) framer.end(cutter.lines - cutter.trailing_blanks);
  refusal ??= framer.refusal;
  const control_lines = framer.control_lines + cutter.trailing_blanks;
  const counted = framed.records + framer.fault_count + framer.ignored + control_lines;
  invariant(
    refusal !== null || counted === cutter.records,
    `${counted} of ${cutter.records} records are accounted for`,
  );
  return {
    ...raw,
    raw_path: rawPath,
    refusal,
    framed: {
      path: framedPath,
      delimiter: String.fromCharCode(framed.delimiter),
      quoted: framed.quoted,
      columns: framer.columns,
      records: framed.records,
    },
    header: framer.header,
    trailer: framer.trailer,
    fault_count: framer.fault_count,
    ignored: framer.ignored,
    control_lines,
    text_bytes: textBytes,
  };
}

function emptiness(
  framer: RecordFramer,
  delivery: { framed: FramedFile; name: string; bytes: number },
): DeliveryFault | null {
  if (delivery.framed.records + framer.fault_count + framer.ignored > 0 || framer.trailer !== null)
    return null;
  return deliveryFault('delivery-empty', { file: delivery.name, line: 1 }, { bytes: delivery.bytes });
}
