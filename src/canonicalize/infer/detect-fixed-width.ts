import { controlMatch } from './control-match.js';
import { type ColumnCut, cutColumns } from './cut-columns.js';
import type { ControlGuess, DetectedFormat, FormatMember, ObservedField } from './detected-format.js';
import { exactSum } from './exact-sum.js';
import { likely, sure } from './guess.js';
import { nearlyAll } from './nearly-all.js';
import type { Sample } from './read-sample.js';
import { cutLines, linesOfRecord, type PlacedCut, wholeRecords } from './record-lines.js';
import { sampleLines } from './sample-lines.js';

/** Fixed-width records: lines of one width, cut by column occupancy, a header and a trailer; null where it is none. */
export function detectFixedWidth(sample: Sample): DetectedFormat | null {
  const lines = sampleLines(sample);
  const width = usualWidth(lines);
  if (lines.length < 3 || width < 10) return null;
  const framed = frameLines(lines, sample);
  const body = framed.body.filter((line) => line.length === width);
  if (body.length < 2 || body.length < framed.body.length * 0.6) return null;
  const size = linesOfRecord(body);
  const records = size === 1 ? body.map((line) => [line]) : wholeRecords(body, size);
  const cuts: PlacedCut[] =
    size === 1
      ? recordType(framed.body, framed, cutColumns(body)).map((cut) => ({ ...cut, line: null }))
      : cutLines(records, size);
  const fields = observe(records, cuts);
  const count = size === 1 ? framed.body.length : records.length;
  const sums = new Map(fields.map(({ name, values }) => [name, exactSum(values) ?? '']));
  const totals = sample.complete ? { records: count, sums } : null;
  const odd = framed.body.length - body.length;
  const control = (line: string | null): ControlGuess | null =>
    line === null ? null : controlMatch(line, totals);
  return {
    type: 'fixed-width',
    members: [
      {
        key: 'width',
        value: width,
        guess: (odd === 0 ? sure : likely)(
          `${body.length} of ${framed.body.length} ${size === 1 ? 'records' : 'lines'} have ${width} columns`,
        ),
      },
      ...(size === 1 ? [] : lineMembers(size, records.length)),
    ],
    fields,
    list_fields: true,
    records: records.length,
    header: control(framed.header),
    trailer: control(framed.trailer),
    ignore: null,
    notes: [
      'where fixed-width fields begin and end is guessed from what fills the columns; compare it with the layout of the broker',
      ...cuts
        .filter(({ told }) => !told)
        .map(
          ({ start, width: size }) => `nothing shows that the field in column ${start} has ${size} columns`,
        ),
    ],
  };
}

function usualWidth(lines: readonly string[]): number {
  const counts = new Map<number, number>();
  for (const { length } of lines) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1])[0]?.[0] ?? 0;
}

type FramedLines = { header: string | null; body: readonly string[]; trailer: string | null };

/** The first and the last line are none of the records where their first character is on no other line, or their width is another. */
function frameLines(lines: readonly string[], sample: Sample): FramedLines {
  const last = sample.complete ? lines.at(-1) : (sample.last_line ?? undefined);
  const inner = lines.slice(1, sample.complete ? -1 : undefined);
  const differs = (line: string | undefined): boolean =>
    line !== undefined && !inner.some((other) => other[0] === line[0] && other.length === line.length);
  const header = differs(lines[0]);
  const trailer = differs(last);
  return {
    header: header ? (lines[0] ?? null) : null,
    body: lines.slice(header ? 1 : 0, trailer && sample.complete ? -1 : undefined),
    trailer: trailer ? (last ?? null) : null,
  };
}

/** Where header, trailer and records begin with a letter of their own, that letter is a field: the type of record. */
function recordType(
  body: readonly string[],
  { header, trailer }: FramedLines,
  cuts: readonly ColumnCut[],
): ColumnCut[] {
  const [first, ...rest] = cuts;
  const letter = body[0]?.[0];
  const typed =
    (header ?? trailer) !== null &&
    /[A-Z0-9]/.test(letter ?? '') &&
    nearlyAll(body, (line) => line[0] === letter);
  if (first === undefined || !typed || first.start !== 1 || first.width === 1) return [...cuts];
  return [
    { start: 1, width: 1, told: true, as: 'record_type' },
    { ...first, start: 2, width: first.width - 1 },
    ...rest,
  ];
}

function lineMembers(lines: number, records: number): FormatMember[] {
  const guess = sure(`${records} times, lines follow each other that begin with 1 to ${lines}`);
  return [
    { key: 'lines', value: lines, guess },
    { key: 'sequence', value: { start: 1, width: 1 }, guess: likely('the number of the line stands there') },
  ];
}

function observe(records: readonly (readonly string[])[], cuts: readonly PlacedCut[]): ObservedField[] {
  return cuts.map(({ start, width, as, line }, index) => ({
    name:
      as === null || cuts.some((one, other) => other < index && one.as === as) ? `field_${index + 1}` : as,
    part: line === null ? { start, width } : { line, start, width },
    type: 'string',
    named: as !== null,
    values: records.map(
      (lines) => (lines[(line ?? 1) - 1] ?? '').slice(start - 1, start - 1 + width).trim() || null,
    ),
  }));
}
