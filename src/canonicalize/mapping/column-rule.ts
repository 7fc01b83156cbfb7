import type { FeedSpec } from '../../domain/generated/feed-spec.js';

/** One entry of a feed's map with every default filled in. */
export type ColumnRule = {
  /** Fields that the value comes from, in order. */
  sources: readonly string[];
  /** Whether all sources are joined by a space, or the first with a value is taken. */
  join: boolean;
  constant: string | null;
  values: Readonly<Record<string, string>> | null;
  /** Power of ten for integers with implied decimals; 0 for text as it stands. */
  scale: number;
  strip: string;
  /** Text that stands for no value; null where only an empty field does. */
  empty: string | null;
  timestamps: readonly string[];
  zone: string | null;
  precision: 'day' | null;
  /** Whether exactly one of from, first and constant is given. */
  clear: boolean;
};

type MapEntry = FeedSpec['map'][string];

/** The rule that a map entry stands for; a plain string is the name of the field. */
export function columnRule(entry: MapEntry): ColumnRule {
  const given = typeof entry === 'string' ? { from: entry } : entry;
  const from = listOf(given.from);
  const sources = [...from, ...(given.first ?? [])];
  return {
    sources,
    join: from.length > 1,
    constant: given.constant ?? null,
    values: given.values ?? null,
    scale: given.scale ?? 0,
    strip: given.strip ?? '',
    empty: given.empty ?? null,
    timestamps: listOf(given.timestamp),
    zone: given.zone ?? null,
    precision: given.precision ?? null,
    clear: [given.from, given.first, given.constant].filter((part) => part !== undefined).length === 1,
  };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
