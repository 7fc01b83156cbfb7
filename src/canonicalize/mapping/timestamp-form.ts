/** A timestamp form such as `yyyyMMdd-HH:mm:ss.nnnnnnnnn`, ready for the database; lengths count characters. */
export type TimestampForm = CivilForm | ElapsedForm;

/** A time as a calendar and a clock show it. */
export type CivilForm = {
  kind: 'civil';
  text: string;
  strptime: string;
  has_date: boolean;
  has_time: boolean;
  /** Whether an offset from UTC ends the text; it stands in neither `strptime` nor the lengths. */
  has_offset: boolean;
  shortest: number;
  longest: number;
  /** Expression of the whole text without offset, where lengths do not tell what the database's parser is too lenient about. */
  pattern: string | null;
  /** The same with what stands before and after the digits beyond nanoseconds in two groups; null where there are none. */
  beyond_ns: string | null;
  /** Of a form with more than one n: what stands before them and where it ends, and whether they end the text. */
  fraction: { before: string; end: number; last: boolean } | null;
};

/** A count of units since 1970 UTC or since midnight by the clock; `decimals` is the power of ten of a unit in nanoseconds. */
export type ElapsedForm = { kind: 'elapsed'; text: string; since: 'epoch' | 'midnight'; decimals: number };

const DECIMALS: Readonly<Record<string, number>> = { s: 9, ms: 6, us: 3, ns: 0 };
const DIGITS = '[0-9]{2}';
const FEW = '[0-9]{1,2}';

/** What each word of a form is: what it means, how the database's parser and an expression say it, and whether its width varies. */
const WORDS: Readonly<Record<string, { part: string; strptime: string; pattern: string; varies: boolean }>> =
  {
    yyyy: { part: 'year', strptime: '%Y', pattern: '[0-9]{4}', varies: false },
    MM: { part: 'month', strptime: '%m', pattern: DIGITS, varies: false },
    M: { part: 'month', strptime: '%m', pattern: FEW, varies: true },
    MMM: { part: 'month', strptime: '%b', pattern: '[A-Za-z]{3}', varies: true },
    dd: { part: 'day', strptime: '%d', pattern: DIGITS, varies: false },
    d: { part: 'day', strptime: '%d', pattern: FEW, varies: true },
    HH: { part: 'hour', strptime: '%H', pattern: DIGITS, varies: false },
    H: { part: 'hour', strptime: '%H', pattern: FEW, varies: true },
    hh: { part: 'half', strptime: '%I', pattern: DIGITS, varies: true },
    h: { part: 'half', strptime: '%I', pattern: FEW, varies: true },
    a: { part: 'noon', strptime: '%p', pattern: '[AaPp][Mm]', varies: true },
    mm: { part: 'minute', strptime: '%M', pattern: DIGITS, varies: false },
    m: { part: 'minute', strptime: '%M', pattern: FEW, varies: true },
    ss: { part: 'second', strptime: '%S', pattern: DIGITS, varies: false },
    s: { part: 'second', strptime: '%S', pattern: FEW, varies: true },
  };

/** What must stand in a form for a part to make sense. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  year: ['month', 'day'],
  month: ['year', 'day'],
  day: ['year', 'month'],
  half: ['noon'],
  noon: ['half'],
  minute: ['clock'],
  second: ['minute'],
  fraction: ['second'],
  offset: ['clock'],
};

/**
 * Parses a timestamp form: civil words as `schemas/feed-spec.schema.json` lists them, one run of at most eighteen n, or a
 * count since 1970 or midnight.
 *
 * A run of n stands for one to as many fractional digits as it is long; those beyond nine must be zeros. Letters other
 * than T are literal in single quotes only. Null where parts are missing, repeated or unknown.
 */
export function parseTimestampForm(text: string): TimestampForm | null {
  const elapsed = /^(epoch|midnight)-(s|ms|us|ns)$/.exec(text);
  if (elapsed !== null) {
    const since = elapsed[1] === 'epoch' ? 'epoch' : 'midnight';
    return { kind: 'elapsed', text, since, decimals: DECIMALS[elapsed[2] ?? ''] ?? 0 };
  }
  const pieces = text.match(/'[^']*'|y+|M+|d+|H+|h+|m+|s+|n+|[\s\S]/g)?.map((piece) => pieceOf(piece));
  if (pieces === undefined || !isWhole(pieces)) return null;
  return civilForm(text, pieces);
}

type Piece = {
  part: string;
  strptime: string;
  pattern: string;
  varies: boolean;
  shortest: number;
  longest: number;
};

function pieceOf(text: string): Piece {
  const length = { shortest: text.length, longest: text.length };
  const word = WORDS[text];
  if (word !== undefined) return { ...word, ...length };
  if (/^n+$/.test(text)) {
    const pattern = `[0-9]{1,${Math.min(9, text.length)}}`;
    return {
      part: text.length > 18 ? 'unknown' : 'fraction',
      strptime: '%n',
      pattern,
      varies: false,
      shortest: 1,
      longest: text.length,
    };
  }
  if (text === 'Z')
    return { part: 'offset', strptime: '', pattern: '', varies: false, shortest: 0, longest: 0 };
  const literal = /^'.+'$/s.test(text) ? text.slice(1, -1) : text;
  const known = literal !== text || /^(?:T|[^A-Za-z'])$/s.test(text);
  return {
    part: known ? 'literal' : 'unknown',
    strptime: literal.replaceAll('%', '%%'),
    pattern: literal.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
    varies: false,
    shortest: literal.length,
    longest: literal.length,
  };
}

function isWhole(pieces: readonly Piece[]): boolean {
  const parts = pieces.map(({ part }) => part).filter((part) => part !== 'literal');
  const present = new Set(parts);
  const clock = present.has('hour') !== present.has('half');
  const needed = parts.flatMap((part) => NEEDS[part] ?? []);
  return (
    present.size === parts.length &&
    !present.has('unknown') &&
    (present.has('year') || clock) &&
    !(present.has('hour') && present.has('half')) &&
    needed.every((part) => (part === 'clock' ? clock : present.has(part))) &&
    (!present.has('offset') || pieces.at(-1)?.part === 'offset')
  );
}

function civilForm(text: string, pieces: readonly Piece[]): CivilForm {
  const has = (part: string): boolean => pieces.some((piece) => piece.part === part);
  const total = (length: (piece: Piece) => number): number =>
    pieces.reduce((sum, piece) => sum + length(piece), 0);
  const fraction = pieces.findIndex(({ part }) => part === 'fraction');
  const digits = pieces[fraction]?.longest ?? 0;
  const patternOf = (some: readonly Piece[]): string => some.map(({ pattern }) => pattern).join('');
  const before = pieces.slice(0, Math.max(0, fraction));
  const after = pieces.slice(fraction + 1);
  return {
    kind: 'civil',
    text,
    strptime: pieces.map(({ strptime }) => strptime).join(''),
    has_date: has('year'),
    has_time: has('hour') || has('half'),
    has_offset: has('offset'),
    shortest: total(({ shortest }) => shortest),
    longest: total(({ longest }) => longest),
    pattern: pieces.some(({ varies }) => varies) || digits > 9 ? `^${patternOf(pieces)}$` : null,
    beyond_ns: digits > 9 ? `^(${patternOf(before)}[0-9]{9})0{1,${digits - 9}}(${patternOf(after)})$` : null,
    fraction: digits > 1 ? fractionOf(before, after) : null,
  };
}

function fractionOf(before: readonly Piece[], after: readonly Piece[]): CivilForm['fraction'] {
  const last = after.every(({ part }) => part === 'offset');
  const literal = before.findLastIndex(({ part }) => part === 'literal');
  if (literal < 0) return { before: '', end: 0, last };
  const end = before.slice(0, literal + 1).reduce((sum, piece) => sum + piece.longest, 0);
  return { before: before[literal]?.strptime.at(-1) ?? '', end, last };
}
