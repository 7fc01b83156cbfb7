import type { DetectedFormat, ObservedField } from './detected-format.js';
import { likely } from './guess.js';
import type { Sample } from './read-sample.js';
import { type XmlEvent, xmlEvents } from './xml-events.js';

/** Texts and attributes of one record by path from its element. */
type Leaves = ReadonlyMap<string, string>;

const MOST_FIELDS = 200;

/** XML records: the element that is repeated nearest to the root, its leaves and attributes; null where it is none. */
export function detectXml(sample: Sample): DetectedFormat | null {
  const text = sample.head.trimStart();
  // A document type may hold entities; such a file is refused when it comes, so nothing is drafted from it.
  if (!/^<(\?xml\b|[A-Za-z_])/.test(text) || /<!DOCTYPE/i.test(text.slice(0, 4096))) return null;
  const events = [...xmlEvents(text)];
  const record = recordPath(events);
  if (record === null) return null;
  const records = readRecords(events, record);
  const because = `the element nearest to the root that stands more than once, ${records.length} times`;
  return {
    type: 'xml',
    members: [{ key: 'record', value: record, guess: likely(because) }],
    fields: observe(records),
    list_fields: true,
    records: records.length,
    header: null,
    trailer: null,
    ignore: null,
    notes: [],
  };
}

/** The path of the records; the root itself is none. */
function recordPath(events: readonly XmlEvent[]): string | null {
  const counts = new Map<string, number>();
  for (const { kind, path } of events) if (kind === 'close') counts.set(path, (counts.get(path) ?? 0) + 1);
  const depth = (path: string): number => path.split('/').length;
  const repeated = [...counts].filter(([path, count]) => count > 1 && depth(path) > 2);
  const best = repeated.sort(([left, many], [right, more]) => depth(left) - depth(right) || more - many)[0];
  return best?.[0] ?? null;
}

/** The leaves of every record that is closed within the text. */
function readRecords(events: readonly XmlEvent[], record: string): Leaves[] {
  const records: Leaves[] = [];
  let leaves = new Map<string, string>();
  for (const { kind, path, text } of events) {
    if (kind === 'text' && text !== '' && path.startsWith(`${record}/`)) {
      const place = path.slice(record.length + 1);
      if (!leaves.has(place)) leaves.set(place, text);
    }
    if (kind === 'close' && path === record) {
      records.push(leaves);
      leaves = new Map();
    }
  }
  return records;
}

function observe(records: readonly Leaves[]): ObservedField[] {
  const paths = [...new Set(records.flatMap((leaves) => [...leaves.keys()]))].slice(0, MOST_FIELDS);
  const last = (path: string): string => path.split('/').at(-1)?.replace('@', '') ?? path;
  return paths.map((path) => {
    const unique = paths.filter((other) => last(other) === last(path)).length === 1;
    return {
      name: unique ? last(path) : path.replace(/[/@]+/g, '_'),
      part: { path },
      type: 'string',
      named: true,
      values: records.map((leaves) => leaves.get(path) ?? null),
    };
  });
}
