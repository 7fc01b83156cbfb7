import type { Feed } from '../feed.js';
import { LineCutter } from './line-cutter.js';
import type { RecordCutter, RecordSink } from './record-cutter.js';
import { RECORD_BYTES_LIMIT } from './record-decoder.js';

/** What cuts the bytes of a feed's format into physical records; `file` names the delivery in faults. */
export function openCutter(_feed: Feed, _file: string, sink: RecordSink): RecordCutter {
  return new LineCutter(sink, RECORD_BYTES_LIMIT);
}
