import { nameRank } from './canonical-names.js';
import type { TypedField } from './field-kind.js';
import type { Guess } from './guess.js';

type EntryValue = string | number | readonly string[] | Readonly<Record<string, string>>;

/** One line of the map with why; `leftover` values have no meaning in the column and would be rejected. */
export type GuessedColumn = {
  column: string;
  entry: string | Readonly<Record<string, EntryValue>>;
  guess: Guess;
  leftover: readonly string[];
};

/** What the map is guessed from. */
export type MapClues = {
  fields: readonly TypedField[];
  broker: string | null;
  /** Whether the fields are FIX tags, whose codes and times are defined by the standard. */
  fix: boolean;
};

/** Fields that have a known name of a column, the usual names first; a nested value has the name of its last step. */
export function fieldsNamed(column: string, { fields }: MapClues): TypedField[] {
  return fields
    .map((field) => ({ field, rank: rankOf(column, field) }))
    .filter((one) => one.rank !== null && one.field.present > 0)
    .sort((left, right) => (left.rank ?? 0) - (right.rank ?? 0))
    .map(({ field }) => field);
}

function rankOf(column: string, { name, named, part }: TypedField): number | null {
  if (!named) return null;
  const rank = nameRank(column, name);
  const last =
    String(part['pointer'] ?? '')
      .split('/')
      .at(-1) ?? '';
  const nested = last === '' || /^[0-9]+$/.test(last) ? null : nameRank(column, last);
  return rank ?? (nested === null ? null : nested + 100);
}

/** Fields that have a value on the records on which the first of them has none. */
export function complementsOf(fields: readonly TypedField[]): TypedField[] {
  const [first, ...others] = fields;
  if (first === undefined) return [];
  const taken = first.values.map((value) => value !== null);
  const kept = [first];
  for (const field of others) {
    const overlaps = field.values.some((value, row) => value !== null && taken[row]);
    if (overlaps || field.type !== first.type) continue;
    kept.push(field);
    for (const [row, value] of field.values.entries()) taken[row] ||= value !== null;
  }
  return kept;
}

/** The map's words for the text of one field, or of the first of several that has a value. */
export function sourceOf(fields: readonly TypedField[]): { from: string } | { first: string[] } {
  const [only, ...more] = fields.map(({ name }) => name);
  return more.length === 0 ? { from: only ?? '' } : { first: [only ?? '', ...more] };
}
