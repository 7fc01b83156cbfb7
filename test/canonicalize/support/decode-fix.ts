import { readFile } from 'node:fs/promises';
import { formatFault } from '../../../src/canonicalize/diagnostics.js';
import { FixDecoder, type FixOptions } from '../../../src/canonicalize/framing/fix-decoder.js';
import { FramedFile } from '../../../src/canonicalize/framing/framed-file.js';
import type { FixGroup, GroupStep } from '../../../src/domain/generated/feed-spec.js';
import { temporaryFolder } from './lake.js';

const UNIT = String.fromCharCode(31);
/** A field, in quotes or not, and what ends it. */
const FIELD = new RegExp(`(?:"((?:[^"]|"")*)"|([^${UNIT}\n"]*))(${UNIT}|\n)`, 'g');

/** Fields by name: a tag, a tag in a group, or a named group of the log's prefix. */
export type Fields = Readonly<
  Record<string, number | { tag: number; in: GroupStep | GroupStep[] } | { prefix: string }>
>;

/** What a feed says of its messages, with defaults: SOH, no prefix, no groups. */
export function fixOptionsOf(fields: Fields, change: Partial<FixOptions> = {}): FixOptions {
  return {
    fields: Object.entries(fields).map(([name, field]) => {
      if (typeof field === 'number') return { name, tag: field, in: [], prefix: null };
      if ('prefix' in field) return { name, tag: 0, in: [], prefix: field.prefix };
      return { name, tag: field.tag, in: [field.in].flat(), prefix: null };
    }),
    separator: String.fromCharCode(1),
    log_prefix: null,
    groups: [],
    data: {},
    ignore: undefined,
    resends: 'by-key',
    keyed_by_sequence: false,
    ...change,
  };
}

/** Groups of parties with their sub-identifiers: 453 of 448, 447, 452 and 802 of 523, 803. */
export const partyGroups: readonly FixGroup[] = [
  { count: 453, first: 448, members: [447, 452], groups: [{ count: 802, first: 523, members: [803] }] },
];

/** What each record becomes: its values by name, those without value left out; `ignored`; or the fault as text. */
export async function decodeFix(
  options: FixOptions,
  records: readonly (string | Buffer)[],
): Promise<(Record<string, string> | string)[]> {
  const framed = new FramedFile(await temporaryFolder(), UNIT.charCodeAt(0));
  const decoder = new FixDecoder(options, { file: 'f', framed });
  const decoded = records.map((record, index) => {
    const buffer = typeof record === 'string' ? Buffer.from(record, 'latin1') : record;
    const one = decoder.decode({ buffer, start: 0, end: buffer.length, number: index + 1, offset: 0 });
    return typeof one === 'string' ? one : formatFault(one);
  });
  await framed.drain();
  const file = await framed.take();
  const rows = file === null ? [] : rowsOf(await readFile(file.path, 'utf8'));
  return decoded.map((one) => (one === 'record' ? named(decoder.columns, rows.shift() ?? []) : one));
}

function named(columns: readonly string[], row: readonly string[]): Record<string, string> {
  const values = columns.map((name, index): [string, string] => [name, row[index + 2] ?? '']);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

/** Rows of a framed file: fields between unit separators, in doubled quotes where they need them. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(FIELD)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
