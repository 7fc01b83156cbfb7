import { invariant } from '../../domain/invariant.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault, RecordFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { frameParquet } from './frame-parquet.js';
import { FrameText, type TextSource } from './frame-text.js';
import type { FramedDelivery } from './framed-delivery.js';
import { feedTextForm, readText } from './read-text.js';
import type { Segment } from './segment.js';

/** Who takes what framing finds, in the order of the file; a segment may be waited for. */
export type FramingSink = {
  faults: (faults: RecordFault[]) => void;
  segment: (segment: Segment) => Promise<void>;
};

/**
 * Reads the text of a delivery once, cuts it into records and puts these into segments.
 *
 * A damaged or foreign file comes back with a refusal, after some segments perhaps; only an unreadable one throws
 * (`file-unreadable`).
 */
export async function frameDelivery(
  feed: Feed,
  source: TextSource & { path: string; bytes: number },
  sink: FramingSink,
): Promise<FramedDelivery> {
  if (feed.spec.format.type === 'parquet') return frameParquet(feed, source, sink.segment);
  const text = new FrameText(feed, source, sink.segment);
  const { framer, cutter } = text;
  const form = { ...feedTextForm(feed), name: source.name, line: () => text.lines };
  let refusal: DeliveryFault | null = null;
  try {
    for await (const chunk of readText(source.path, form)) {
      if (!Buffer.isBuffer(chunk)) {
        refusal = chunk;
        break;
      }
      await text.push(chunk);
      sink.faults(framer.faults.splice(0));
      if (framer.refusal !== null) break;
    }
    if (refusal === null) await text.end();
    sink.faults(framer.faults.splice(0));
  } finally {
    await text.close();
  }
  const records = text.framed_records + text.plain_records;
  const found = records + framer.fault_count + framer.ignored;
  refusal ??= framer.refusal;
  if (refusal === null && found === 0 && framer.trailer === null && !mayBeEmpty(feed, source.bytes)) {
    refusal = deliveryFault('delivery-empty', { file: source.name, line: 1 }, { bytes: source.bytes });
  }
  if (refusal === null) framer.end(cutter.lines - cutter.trailing_blanks);
  refusal ??= framer.refusal;
  const control_lines = framer.control_lines + cutter.trailing_blanks;
  invariant(
    refusal !== null || found + control_lines === cutter.records,
    `${found + control_lines} of ${cutter.records} records are accounted for`,
  );
  const { header, trailer, batches, fault_count, ignored } = framer;
  const found_lines = { header, trailer, batches, fault_count, ignored, control_lines };
  return { refusal, records, ...found_lines, text_bytes: text.bytes };
}

/** A file that should end with a trailer, or be a compressed stream, and has not a byte of it was cut. */
function mayBeEmpty({ spec }: Feed, bytes: number): boolean {
  const whole = spec.trailer === undefined && (bytes > 0 || spec.format.compression === 'none');
  return whole && spec.arrives.empty === 'allowed';
}
