import { quoted } from '../../domain/diagnostic.js';
import type { FormatMember } from './detected-format.js';
import { likely, sure } from './guess.js';
import { joinQuoted } from './join-quoted.js';
import { type Dialect, splitDelimited } from './split-delimited.js';

const CANDIDATES = ['|', ',', '\t', ';', '\u0001', '\u001f', '^', '~', '¦'];

/** A dialect with how many fields the records have, and how many of all lines have so many. */
export type DetectedDialect = Dialect & { fields: number; share: number };

/** The dialect under which most lines have equally many fields, at least two; null where none fits. */
export function detectDialect(lines: readonly string[]): DetectedDialect | null {
  const found = CANDIDATES.flatMap((delimiter) => {
    const dialect = { delimiter, ...detectQuote(lines, delimiter) };
    const fitted = fitOf(lines, dialect);
    return fitted.fields >= 2 && fitted.share > 0.6 ? [{ ...dialect, ...fitted }] : [];
  });
  const best = found.sort((left, right) => scoreOf(right) - scoreOf(left))[0];
  return best === undefined ? null : widened(lines, best);
}

/** Consistency first; more fields where two are about equally consistent. */
function scoreOf({ share, fields }: DetectedDialect): number {
  return Math.round(share * 20) * 1000 + fields;
}

function fitOf(lines: readonly string[], dialect: Dialect): { fields: number; share: number } {
  const counts = new Map<number, number>();
  const joined = joinQuoted(lines, dialect);
  for (const line of joined) {
    const fields = splitDelimited(line, dialect)?.length ?? 0;
    counts.set(fields, (counts.get(fields) ?? 0) + 1);
  }
  const [fields, count] = [...counts].sort((left, right) => right[1] - left[1])[0] ?? [0, 0];
  return { fields, share: count / Math.max(joined.length, 1) };
}

function detectQuote(lines: readonly string[], delimiter: string): Pick<Dialect, 'quote' | 'escape'> {
  const opened = lines.some((line) => line.startsWith('"') || line.includes(`${delimiter}"`));
  if (!opened) return { quote: 'none', escape: 'doubled' };
  const backslash =
    lines.some((line) => line.includes('\\"')) && !lines.some((line) => /[^,|;\t]""[^,|;\t]/.test(line));
  return { quote: '"', escape: backslash ? 'backslash' : 'doubled' };
}

/** A delimiter of several characters leaves every second field of its first character the same on all lines. */
function widened(lines: readonly string[], dialect: DetectedDialect): DetectedDialect {
  if (dialect.quote !== 'none' || dialect.fields < 3 || dialect.fields % 2 === 0) return dialect;
  const rows = lines
    .map((line) => line.split(dialect.delimiter))
    .filter((row) => row.length === dialect.fields);
  const between = rows[0]?.[1] ?? 'x';
  if (!/^[^A-Za-z0-9 ]{0,6}$/.test(between)) return dialect;
  const constant = rows.every((row) => row.every((value, index) => index % 2 === 0 || value === between));
  if (!constant) return dialect;
  const delimiter = `${dialect.delimiter}${between}${dialect.delimiter}`;
  return { ...dialect, delimiter, fields: (dialect.fields + 1) / 2 };
}

/** What was seen under a dialect: `odd` lines have another number of fields, `prose` says whether fields hold words. */
export type DialectUse = { records: number; odd: number; prose: boolean };

/** The members of feed.yaml's format for a dialect. */
export function dialectMembers(
  dialect: DetectedDialect,
  { records, odd, prose }: DialectUse,
): FormatMember[] {
  const { delimiter, fields } = dialect;
  const seen = `${records} of ${records + odd} records have ${fields} fields with ${quoted(delimiter)}`;
  const members: FormatMember[] = [
    { key: 'delimiter', value: delimiter, guess: (odd === 0 ? sure : likely)(seen) },
  ];
  if (dialect.quote === '"') {
    members.push({ key: 'quote', value: '"', guess: sure('fields stand in double quotes') });
    if (dialect.escape === 'backslash') {
      members.push({
        key: 'escape',
        value: 'backslash',
        guess: likely('a backslash stands before quotes in fields'),
      });
    }
  } else if (delimiter === ',' && prose) {
    const guess = likely(
      'no quote in the sample, but fields hold words, which are quoted where they hold a comma',
    );
    members.push({ key: 'quote', value: '"', guess });
  } else {
    const guess = (records >= 100 ? sure : likely)('no field of the sample stands in quotes');
    members.push({ key: 'quote', value: 'none', guess });
  }
  return members;
}
