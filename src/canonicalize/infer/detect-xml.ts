import type { DetectedFormat, ObservedField } from './detected-format.js';
import { documentControls } from './document-controls.js';
import { likely, sure } from './guess.js';
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
  const repeated = recordPath(events);
  if (repeated === null) return null;
  const kinds = kindsOf(events, repeated);
  const paths = kinds.length === 0 ? [repeated] : kinds;
  const { records, several } = readRecords(events, paths);
  const because = `the element nearest to the root that stands more than once, ${records.length} times`;
  const fields = observe(records, several);
  const namespace = namespaceOf(text);
  return {
    type: 'xml',
    members: [
      {
        key: 'record',
        value: paths.length === 1 ? (paths[0] ?? repeated) : paths,
        guess: likely(kinds.length === 0 ? because : `${because}, holds one of these each time`),
      },
      ...(namespace === null
        ? []
        : [{ key: 'namespace', value: namespace, guess: sure('the only namespace of the sample') }]),
    ],
    fields,
    list_fields: true,
    records: records.length,
    header: sample.complete ? documentControls(leavesAround(events, paths), fields, records.length) : null,
    trailer: null,
    ignore: null,
    notes:
      several.size === 0 ? [] : [`${[...several].join(', ')} stand several times in a record and are joined`],
  };
}

/** The URI of the root's namespace where no other is declared. */
function namespaceOf(text: string): string | null {
  const declared = [...text.matchAll(/\sxmlns(:[\w.-]+)?\s*=\s*["']([^"']*)["']/g)];
  const [only] = declared;
  return declared.length === 1 && only?.[1] === undefined ? (only?.[2] ?? null) : null;
}

/** Where each repeated element holds nothing but one element, which holds more: the paths of those; else none. */
function kindsOf(events: readonly XmlEvent[], repeated: string): string[] {
  const depth = repeated.split('/').length;
  const under = events.filter(({ path }) => path.startsWith(`${repeated}/`));
  const children = under.filter(({ kind, path }) => kind === 'open' && path.split('/').length === depth + 1);
  const count = events.filter(({ kind, path }) => kind === 'open' && path === repeated).length;
  const kinds = [...new Set(children.map(({ path }) => path))];
  const own = under.some(({ kind, path }) => kind === 'text' && path.startsWith(`${repeated}/@`));
  const hold = kinds.every((kind) => under.some(({ path }) => path.startsWith(`${kind}/`)));
  return !own && hold && children.length === count ? kinds : [];
}

/** Values that stand outside all records, by path, each that stands once. */
function leavesAround(events: readonly XmlEvent[], records: readonly string[]): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  for (const { kind, path, text } of events) {
    const inside = records.some((record) => path === record || path.startsWith(`${record}/`));
    if (kind === 'text' && text !== '' && !inside) leaves.set(path, text);
  }
  return leaves;
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

/** The leaves of every record that is closed within the text, and the places that stand several times in one. */
function readRecords(
  events: readonly XmlEvent[],
  paths: readonly string[],
): { records: Leaves[]; several: ReadonlySet<string> } {
  const records: Leaves[] = [];
  const several = new Set<string>();
  let leaves = new Map<string, string>();
  for (const { kind, path, text } of events) {
    const record = paths.find((one) => path.startsWith(`${one}/`));
    if (kind === 'close' && paths.includes(path)) {
      records.push(leaves);
      leaves = new Map();
    }
    if (kind !== 'text' || text === '' || record === undefined) continue;
    const place = path.slice(record.length + 1);
    const before = leaves.get(place);
    if (before !== undefined) several.add(place);
    leaves.set(place, before === undefined ? text : `${before} ${text}`);
  }
  return { records, several };
}

function observe(records: readonly Leaves[], several: ReadonlySet<string>): ObservedField[] {
  const paths = [...new Set(records.flatMap((leaves) => [...leaves.keys()]))].slice(0, MOST_FIELDS);
  const last = (path: string): string => path.split('/').at(-1)?.replace('@', '') ?? path;
  return paths.map((path) => {
    const unique = paths.filter((other) => last(other) === last(path)).length === 1;
    return {
      name: unique ? last(path) : path.replace(/[/@]+/g, '_'),
      part: several.has(path) ? { path, repeat: 'joined' } : { path },
      type: 'string',
      named: true,
      values: records.map((leaves) => leaves.get(path) ?? null),
    };
  });
}
