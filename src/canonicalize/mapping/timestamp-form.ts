const TOKENS: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  MM: '%m',
  dd: '%d',
  HH: '%H',
  mm: '%M',
  ss: '%S',
  '%': '%%',
};

/** A timestamp form such as `yyyyMMdd-HH:mm:ss.nnnnnnnnn`, ready for the database; lengths count characters. */
export type TimestampForm = {
  text: string;
  strptime: string;
  shortest: number;
  longest: number;
  has_time: boolean;
  /** Of a form with more than one n: what stands before them and where it ends, and whether they end the text. */
  fraction: { before: string; end: number; last: boolean } | null;
};

/**
 * Parses a timestamp form: the words yyyy MM dd HH mm ss, one run of at most nine n, anything else literal.
 *
 * A run of n stands for one to as many fractional digits as it is long. Null where a full date is missing or a run of n
 * is longer than nine.
 */
export function parseTimestampForm(text: string): TimestampForm | null {
  const fraction = /n+/.exec(text)?.[0].length ?? 0;
  if (fraction > 9) return null;
  const strptime = text.replace(/yyyy|MM|dd|HH|mm|ss|%|n+/g, (word) => TOKENS[word] ?? '%n');
  if (!['%Y', '%m', '%d'].every((word) => strptime.includes(word))) return null;
  const shortest = text.length - Math.max(0, fraction - 1);
  return {
    text,
    strptime,
    shortest,
    longest: text.length,
    has_time: strptime.includes('%H'),
    fraction: fraction > 1 ? fractionOf(text) : null,
  };
}

function fractionOf(text: string): TimestampForm['fraction'] {
  const fixed = text.slice(0, text.indexOf('n'));
  const literals = [...fixed.matchAll(/[^yMdHmsn]/g)];
  const literal = literals.at(-1);
  if (literal === undefined) return { before: '', end: 0, last: text.endsWith('n') };
  return { before: literal[0], end: literal.index + 1, last: text.endsWith('n') };
}
