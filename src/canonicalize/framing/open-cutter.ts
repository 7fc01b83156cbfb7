import type { Feed } from '../feed.js';
import { controlPaths } from './control-values.js';
import { FixMessageCutter } from './fix-message-cutter.js';
import { fixSeparatorOf } from './fix-options.js';
import { JsonCutter } from './json-cutter.js';
import { JsonEnvelope } from './json-envelope.js';
import { LineCutter } from './line-cutter.js';
import { LogicalRecordCutter } from './logical-record-cutter.js';
import { QuotedCutter } from './quoted-cutter.js';
import type { DocumentSink, RecordCutter, RecordSink } from './record-cutter.js';
import { RECORD_BYTES_LIMIT } from './record-decoder.js';
import { XmlCutter } from './xml-cutter.js';
import { xmlReading } from './xml-reading.js';

/** What cuts the bytes of a feed's format into physical records; `file` names the delivery in faults. */
export function openCutter(feed: Feed, file: string, sink: DocumentSink): RecordCutter {
  const { type, record } = feed.spec.format;
  const common = { sink, file, limit: RECORD_BYTES_LIMIT };
  switch (type) {
    case 'json-array': {
      const pointer = typeof record === 'string' ? record : '';
      const envelope = new JsonEnvelope({ file, pointer, controls: controlPaths(feed.spec) });
      return new JsonCutter({ ...common, envelope });
    }
    case 'json-concatenated':
      return new JsonCutter({ ...common, envelope: null });
    case 'xml':
      return new XmlCutter({ ...common, reading: xmlReading(feed) });
    default:
      return openLineCutter(feed, sink);
  }
}

function openLineCutter(feed: Feed, sink: RecordSink): RecordCutter {
  const { type, framing, log_prefix, multiline = false, lines = 1 } = feed.spec.format;
  if (multiline) return new QuotedCutter(feed, sink, RECORD_BYTES_LIMIT);
  if (lines > 1) return new LogicalRecordCutter(feed, sink, RECORD_BYTES_LIMIT);
  if (type === 'fix' && framing === 'messages') {
    const separator = Buffer.from(fixSeparatorOf(feed), 'utf8');
    const prefixed = log_prefix !== undefined;
    return new FixMessageCutter(sink, { limit: RECORD_BYTES_LIMIT, separator, prefixed });
  }
  return new LineCutter(sink, RECORD_BYTES_LIMIT);
}
