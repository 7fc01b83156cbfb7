import { readRawRecords } from '../../lake/read-raw-records.js';
import type { DeliveryJob } from '../delivery-job.js';
import type { RecordFault } from '../diagnostics.js';
import { recordEndOf } from '../framing/record-end.js';
import { maskedRecords } from './masked-records.js';
import { personalFields } from './personal-fields.js';

/** Texts of records by ascending offsets, each once, in their order. */
type RecordTexts = (offsets: Iterable<number>) => AsyncGenerator<string>;

/**
 * The records of a delivery as its quarantine stores them: as they stand, or masked where the feed has personal fields.
 *
 * To be masked a record must be decoded, for which those of at most `limit` faults are looked up beforehand. The raw file
 * keeps what is masked, at the place that the quarantine names.
 */
export async function storedRecords(
  { feed, raw, delivery }: DeliveryJob,
  faults: () => AsyncIterable<RecordFault>,
  { work, limit }: { work: string; limit: number },
): Promise<RecordTexts> {
  const { format } = feed.spec;
  if (personalFields(feed).size === 0) {
    const file = { path: raw.path, format: format.type, record_end: recordEndOf(feed) };
    const { compression, encoding } = format;
    return (offsets) => readRawRecords({ ...file, compression, encoding }, offsets);
  }
  const named = new Set<number>();
  let count = 0;
  for await (const { at } of faults()) {
    named.add(at.byte_offset ?? 0);
    count += 1;
    // One more than is stored: the writer asks for the next record before it stops.
    if (count > limit) break;
  }
  const { name, trade_date } = delivery;
  const offsets = [...named];
  return () => maskedRecords(feed, { path: raw.path, work, name, trade_date }, { offsets });
}
