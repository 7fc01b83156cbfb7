import type { RecordEnd } from '../../lake/read-raw-records.js';
import type { Feed } from '../feed.js';
import { JsonElementEnd } from './json-element-end.js';
import type { JsonSequence } from './json-nesting.js';
import { openCutter } from './open-cutter.js';
import type { DocumentSink } from './record-cutter.js';
import { RECORD_BYTES_LIMIT } from './record-decoder.js';
import { xmlElementEnd } from './xml-element-end.js';

/** Blanks after a JSON record, and in an array the comma that a broken one may have taken. */
const AFTER = { array: /[ \t\r\n,]*$/, concatenated: /[ \t\r\n]*$/ } as const;

/**
 * What finds the end of a record of a feed in the raw text, as framing did; null where a record is a line.
 *
 * Only the quotes of a broken record over several lines may be followed further, because how many fields the file's
 * header named is not known.
 */
export function recordEndOf(feed: Feed): RecordEnd | null {
  const { type, framing, multiline = false, lines = 1 } = feed.spec.format;
  if (type === 'json-array') return jsonEnd('array');
  if (type === 'json-concatenated') return jsonEnd('concatenated');
  if (type === 'xml') return xmlElementEnd;
  const isLine = !multiline && lines === 1 && framing !== 'messages';
  return isLine ? null : (bytes, { final }) => firstCut(feed, bytes, final);
}

function jsonEnd(sequence: JsonSequence): RecordEnd {
  return (bytes, { column, final }) => {
    const element = new JsonElementEnd(sequence, RECORD_BYTES_LIMIT);
    element.begin(0, column);
    const end = element.find(bytes, 0, final);
    if (end === -1) return final ? bytes.length : -1;
    return bytes.toString('latin1', 0, end).replace(AFTER[sequence], '').length;
  };
}

/** End of the first record that the feed's cutter finds. */
function firstCut(feed: Feed, bytes: Buffer, final: boolean): number {
  let end = -1;
  const take = (to: number): void => {
    if (end === -1) end = to;
  };
  const sink: DocumentSink = {
    record: (record) => take(record.offset + record.end - record.start),
    blank: ({ offset }) => take(offset),
    oversized: ({ offset, bytes: length }) => take(offset + length),
    refuse: () => undefined,
    control: () => undefined,
  };
  const cutter = openCutter(withoutPreamble(feed), '', sink);
  cutter.push(bytes);
  if (final) cutter.end();
  return end;
}

function withoutPreamble(feed: Feed): Feed {
  return { ...feed, spec: { ...feed.spec, format: { ...feed.spec.format, preamble: 0 } } };
}
