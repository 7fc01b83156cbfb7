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
  return { text, strptime, shortest, longest: text.length, has_time: strptime.includes('%H') };
}
