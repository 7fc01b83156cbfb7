import type { Feed } from '../feed.js';
import { FixMessageCutter } from './fix-message-cutter.js';
import { fixSeparatorOf } from './fix-options.js';
import { LineCutter } from './line-cutter.js';
import { LogicalRecordCutter } from './logical-record-cutter.js';
import { QuotedCutter } from './quoted-cutter.js';
import type { RecordCutter, RecordSink } from './record-cutter.js';
import { RECORD_BYTES_LIMIT } from './record-decoder.js';

/** What cuts the bytes of a feed's format into physical records; `file` names the delivery in faults. */
export function openCutter(feed: Feed, _file: string, sink: RecordSink): RecordCutter {
  const { multiline = false, lines = 1 } = feed.spec.format;
  if (multiline) return new QuotedCutter(feed, sink, RECORD_BYTES_LIMIT);
  if (lines > 1) return new LogicalRecordCutter(feed, sink, RECORD_BYTES_LIMIT);
  const { type, framing, log_prefix } = feed.spec.format;
  if (type === 'fix' && framing === 'messages') {
    const separator = Buffer.from(fixSeparatorOf(feed), 'utf8');
    const prefixed = log_prefix !== undefined;
    return new FixMessageCutter(sink, { limit: RECORD_BYTES_LIMIT, separator, prefixed });
  }
  return new LineCutter(sink, RECORD_BYTES_LIMIT);
}
