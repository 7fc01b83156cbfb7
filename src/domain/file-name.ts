/** What the name of a delivery says; each part null where the feed's pattern has no place for it. */
export type FileName = {
  /** `yyyy-MM-dd`, as written: it may be no day of the calendar. */
  readonly trade_date: string | null;
  /** Digits as written, leading zeros included. */
  readonly sequence: string | null;
  readonly part: string | null;
};

const places: Readonly<Record<string, string>> = {
  '{trade_date}': '(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})',
  '{trade-date}': '(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})',
  '{sequence}': '(?<sequence>[0-9]+)',
  '{part}': '(?<part>[0-9]+)',
};

/** Reads a file name by the pattern of a feed (`file` in feed.yaml); null where it does not fit. */
export function readFileName(name: string, pattern: string): FileName | null {
  const match = expressionOf(pattern).exec(name);
  if (match === null) return null;
  const { year, month, day, sequence, part } = match.groups ?? {};
  return {
    trade_date: year === undefined ? null : `${year}-${month}-${day}`,
    sequence: sequence ?? null,
    part: part ?? null,
  };
}

/** What the name of a file is the same in when it is sent again, and the {sequence} in which it then differs, if any. */
export function resentName(name: string, pattern: string): { same: string; sequence: bigint | null } {
  const found = expressionOf(pattern).exec(name)?.indices?.groups?.['sequence'];
  if (found === undefined) return { same: name, sequence: null };
  const [from, to] = found;
  return {
    same: `${name.slice(0, from)}{sequence}${name.slice(to)}`,
    sequence: BigInt(name.slice(from, to)),
  };
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  let expression = pattern.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  for (const [place, group] of Object.entries(places)) expression = expression.replace(place, group);
  const made = new RegExp(`^${expression}$`, 'd');
  expressions.set(pattern, made);
  return made;
}
