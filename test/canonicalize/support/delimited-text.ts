import fc from 'fast-check';

/** How the test writes delimited text. */
export type WrittenDialect = { delimiter: string; quote: string; escape: 'doubled' | 'backslash' };

export const dialects: fc.Arbitrary<WrittenDialect> = fc
  .record({
    delimiter: fc.constantFrom(
      ',',
      '|',
      ';',
      '\t',
      '||',
      '~|~',
      '¦',
      '\u0001',
      ' ',
      '1',
      '<=======>'.slice(0, 8),
    ),
    quote: fc.constantFrom('none', '"', "'", '`', '$'),
    escape: fc.constantFrom('doubled' as const, 'backslash' as const),
  })
  .filter(({ delimiter, quote }) => !delimiter.includes(quote));

/** Text of which the parts that mean something to a dialect are frequent. */
export function fieldTexts(dialect: WrittenDialect, extra: readonly string[] = []): fc.Arbitrary<string> {
  const { delimiter, quote } = dialect;
  const telling = [
    delimiter,
    delimiter.slice(0, 1),
    quote === 'none' ? '"' : quote,
    '"',
    '\\',
    '\r',
    'é',
    'x',
    ...extra,
  ];
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 5 }),
    fc.array(fc.constantFrom(...telling), { maxLength: 5 }).map((parts) => parts.join('')),
  );
  return text.filter((value) => isWritable(value, dialect, extra.includes('\n')));
}

function isWritable(
  value: string,
  { delimiter, quote, escape: escaping }: WrittenDialect,
  lineEnds: boolean,
): boolean {
  if (value.includes('\0') || (!lineEnds && value.includes('\n'))) return false;
  if (quote !== 'none') return true;
  // A CR at the end of a line is part of the line's end.
  if (value.endsWith('\r')) return false;
  // A delimiter of several characters could also come about where the field ends.
  return escaping === 'backslash' || !`${value}${delimiter}`.slice(0, -1).includes(delimiter);
}

/** A field as text of the dialect; in quotes where there are any. */
export function writtenField(value: string, { delimiter, quote, escape: escaping }: WrittenDialect): string {
  if (quote === 'none') {
    if (escaping === 'doubled') return value;
    const marks = new Set(['\\', delimiter[0] ?? '', '\r']);
    return [...value].map((character) => (marks.has(character) ? `\\${character}` : character)).join('');
  }
  const text =
    escaping === 'doubled'
      ? value.split(quote).join(quote + quote)
      : value.split('\\').join('\\\\').split(quote).join(`\\${quote}`);
  return `${quote}${text}${quote}`;
}
