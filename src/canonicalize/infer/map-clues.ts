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

/** Fields that have a known name of a column, the usual names first. */
export function fieldsNamed(column: string, { fields }: MapClues): TypedField[] {
  return fields
    .map((field) => ({ field, rank: field.named ? nameRank(column, field.name) : null }))
    .filter((one) => one.rank !== null && one.field.present > 0)
    .sort((left, right) => (left.rank ?? 0) - (right.rank ?? 0))
    .map(({ field }) => field);
}
