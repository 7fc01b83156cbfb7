import { controlMatch, literal, type RecordTotals } from './control-match.js';
import { type DetectedDialect, detectDialect, dialectMembers } from './detect-dialect.js';
import { detectHeader } from './detect-header.js';
import type { ControlGuess, DetectedFormat, FormatMember, ObservedField } from './detected-format.js';
import { exactSum } from './exact-sum.js';
import { likely, sure } from './guess.js';
import { joinQuoted } from './join-quoted.js';
import type { Sample } from './read-sample.js';
import { sampleLines } from './sample-lines.js';
import { splitDelimited } from './split-delimited.js';

const MULTILINE: FormatMember = {
  key: 'multiline',
  value: true,
  guess: sure('a quoted field holds a line end'),
};
const COMMENT = /^(#|--|\/\/|%)/;

/** Delimited records: dialect, preamble, comments, header, trailer and the values of every column; null where it is none. */
export function detectDelimited(sample: Sample): DetectedFormat | null {
  const all = sample.complete;
  const cut = takeComments(sampleLines(sample));
  const dialect = detectDialect(cut.lines);
  if (dialect === null) return null;
  const joined = joinQuoted(cut.lines, dialect);
  const framed = frameLines(joined, dialect, sample);
  const [first = [], ...below] = framed.rows;
  const header = detectHeader(first, below);
  const rows = header.header ? below : framed.rows;
  const fields = observe(rows, header.usable ? first : null, dialect.fields);
  const sums = new Map(fields.map((field) => [field.name, exactSum(field.values) ?? '']));
  const totals: RecordTotals = all ? { records: rows.length + framed.odd, sums } : null;
  const prose = fields.some(({ values }) => values.some((value) => /[a-z]{2} |[a-z]{3}/.test(value ?? '')));
  const preamble = preambleOf(framed.before, header.header, linesBefore(sample, framed.first));
  const numbers = numberStyle(fields, dialect);
  return {
    type: 'delimited',
    members: [
      ...dialectMembers(dialect, { records: rows.length, odd: framed.odd, prose }),
      {
        key: 'header',
        value: header.header && !header.usable ? 'position' : header.header,
        guess: header.guess,
      },
      ...(preamble === null ? [] : [preamble]),
      ...cut.members,
      ...(joined.length < cut.lines.length ? [MULTILINE] : []),
      ...(numbers === null ? [] : [numbers]),
    ],
    fields,
    list_fields: !header.usable,
    records: rows.length,
    header:
      preamble === null && framed.before[0] !== undefined ? controlMatch(framed.before[0], totals) : null,
    trailer: trailerOf(framed.trailer, dialect, totals),
    ignore: null,
    notes:
      framed.odd === 0
        ? []
        : [`${framed.odd} lines of the sample do not have ${dialect.fields} fields; they would be rejected`],
  };
}

/** Comment lines are taken out where more than one begins alike; one at the end is a trailer, one at the top a header. */
function takeComments(lines: readonly string[]): { lines: readonly string[]; members: FormatMember[] } {
  const inner = lines.slice(0, -1).flatMap((line) => COMMENT.exec(line)?.[0] ?? []);
  const prefix = inner[0];
  const body = lines.filter((line) => !COMMENT.test(line)).length;
  // Words after a sign in the midst of the file are a remark, even where there is only one.
  const remark = lines.slice(3, -1).some((line) => /^# *[A-Za-z]+ [A-Za-z]+ /.test(line));
  const least = remark ? 1 : 2;
  if (prefix === undefined || inner.length < least || body < inner.length) return { lines, members: [] };
  const last = lines.at(-1);
  const kept = lines.filter(
    (line, index) => !line.startsWith(prefix) || (index === lines.length - 1 && line === last),
  );
  const guess = likely(`${inner.length} lines of the sample begin so`);
  return { lines: kept, members: [{ key: 'comment', value: prefix, guess }] };
}

type Framed = { before: string[]; first: string; rows: string[][]; trailer: string | null; odd: number };

/** Lines that stand before the records, the rows, and the last line of the file where it is none. */
function frameLines(lines: readonly string[], dialect: DetectedDialect, sample: Sample): Framed {
  const split = lines.map((line) => ({ line, row: splitDelimited(line, dialect) }));
  const fits = ({ row }: { row: string[] | null }): boolean => row?.length === dialect.fields;
  const start = Math.max(0, split.findIndex(fits));
  const last = sample.complete ? split.at(-1) : toSplit(sample.last_line, dialect);
  const ends = last !== undefined && (!fits(last) || isTrailer(last.line, split.slice(start, -1)));
  const body = split.slice(start, ends && sample.complete ? -1 : undefined);
  return {
    before: split.slice(0, start).map(({ line }) => line),
    first: split[start]?.line ?? '',
    rows: body.filter(fits).map(({ row }) => row ?? []),
    trailer: ends ? last.line : null,
    odd: body.filter((one) => !fits(one)).length,
  };
}

function toSplit(
  line: string | null,
  dialect: DetectedDialect,
): { line: string; row: string[] | null } | undefined {
  return line === null ? undefined : { line, row: splitDelimited(line, dialect) };
}

/** A trailer padded to the column count: its first word says so and begins no other line. */
function isTrailer(line: string, others: readonly { line: string }[]): boolean {
  const word = /^["#]?(TRAILER|TRL|TRLR|TAIL|END|EOF|FOOTER|TOTAL|SUM|SUMME|T|Z|99)\b/i.exec(line)?.[0];
  return word !== undefined && !others.some((other) => other.line.startsWith(word));
}

function trailerOf(line: string | null, dialect: DetectedDialect, totals: RecordTotals): ControlGuess | null {
  if (line === null) return null;
  const { delimiter } = dialect;
  let end = line.length;
  while (line.endsWith(delimiter, end)) end -= delimiter.length;
  const found = controlMatch(line.slice(0, end), totals);
  // A trailer padded to the column count may lose its padding.
  return end === line.length
    ? found
    : { ...found, match: found.match.replace(/\$$/, `(${literal(delimiter)})*$`) };
}

/** Lines of the file, blank ones too, before the first one that is like the others. */
function linesBefore({ head }: Sample, first: string): number {
  const lines = head.split('\n').map((line) => line.replace(/\r$/, ''));
  return lines.indexOf(first.split('\n')[0] ?? first);
}

/** A decimal comma, where the numbers of a field have one that delimits nothing; with the marks of thousands. */
function numberStyle(fields: readonly ObservedField[], { delimiter }: DetectedDialect): FormatMember | null {
  if (delimiter === ',') return null;
  const found = fields.find(({ values }) => {
    const texts = values.filter((value) => value !== null);
    return (
      texts.length > 0 && texts.every((text) => /^-?([0-9]{1,3}([.][0-9]{3})+|[0-9]+),[0-9]+$/.test(text))
    );
  });
  if (found === undefined) return null;
  const thousands = found.values.some((value) => value?.includes('.') === true);
  const guess = likely(`the numbers of ${found.name} are written so`);
  return { key: 'numbers', value: { decimal: ',', ...(thousands ? { thousands: '.' } : {}) }, guess };
}

function preambleOf(before: readonly string[], header: boolean, lines: number): FormatMember | null {
  const single = before.length === 1 && (header ? /[0-9]{8}/.test(before[0] ?? '') : true);
  if (before.length === 0 || single) return null;
  const guess = likely(`the first ${lines} lines do not have the fields of the others`);
  return { key: 'preamble', value: lines, guess };
}

function observe(
  rows: readonly (readonly string[])[],
  names: readonly string[] | null,
  count: number,
): ObservedField[] {
  return Array.from({ length: count }, (_, index) => ({
    name: names?.[index] ?? `field_${index + 1}`,
    part: {},
    type: 'string',
    named: names !== null,
    values: rows.map((row) => (row[index] === '' ? null : (row[index] ?? null))),
  }));
}
