import type { TypedField } from './field-kind.js';
import { type Guess, likely, unsure } from './guess.js';

/** Fields that identify a record of the sample. */
export type GuessedKey = { fields: readonly string[]; guess: Guess };

const MOST_CANDIDATES = 10;
const ID_NAME = /(id|no|num|number|seq|key|ref)$|^(id|seq|order|trade|exec|symbol|ticker|account)/i;

/**
 * The fewest fields, at most three, whose values together are unique over the sample; all fields where none are.
 *
 * Records that are the same in every field count once: a repeated record is no second one.
 */
export function findKey(
  fields: readonly TypedField[],
  records: number,
  preferred: readonly string[] = [],
): GuessedKey {
  const rows = distinctRows(fields, records);
  const full = fields.filter(
    ({ present, value }) => present === records && !['nested', 'decimal'].includes(value.kind),
  );
  const named = full.filter(({ name }) => preferred.includes(name));
  if (named.length > 0 && named.length === preferred.length && isUnique(named, rows)) {
    return {
      fields: preferred,
      guess: likely(`unique over ${rows.length} records, and usual for the format`),
    };
  }
  const ranked = full.sort((left, right) => keyRank(left) - keyRank(right)).slice(0, MOST_CANDIDATES);
  for (const size of [1, 2, 3]) {
    const found = combinations(ranked, size).find((some) => !some.every(isTime) && isUnique(some, rows));
    if (found === undefined) continue;
    const names = found.map(({ name }) => name);
    const enough = rows.length >= 20 && found.every((field) => keyRank(field) < 30);
    return {
      fields: names,
      guess: (enough ? likely : unsure)(`unique over ${rows.length} records of the sample`),
    };
  }
  const all = full.length > 0 ? full : fields;
  return { fields: all.map(({ name }) => name), guess: unsure('no three fields are unique over the sample') };
}

/** Two things may happen at one time, even where none do in the sample. */
function isTime({ value }: TypedField): boolean {
  return value.kind === 'timestamp' || value.kind === 'date' || value.kind === 'time';
}

/** Identifiers first, then whole numbers and codes, then the rest; times and amounts last. */
function keyRank({ name, value, distinct }: TypedField): number {
  const kind =
    { text: 10, code: 10, ticker: 12, integer: 14, mic: 25, enum: 30, timestamp: 35, date: 40 }[
      value.kind as string
    ] ?? 50;
  return (ID_NAME.test(name) ? kind - 10 : kind + 10) + (distinct < 2 ? 40 : 0);
}

function distinctRows(fields: readonly TypedField[], records: number): number[] {
  const seen = new Set<string>();
  return Array.from({ length: records }, (_, row) => row).filter((row) => {
    const text = textOf(fields, row);
    return seen.has(text) ? false : Boolean(seen.add(text));
  });
}

function isUnique(fields: readonly TypedField[], rows: readonly number[]): boolean {
  return new Set(rows.map((row) => textOf(fields, row))).size === rows.length;
}

function textOf(fields: readonly TypedField[], row: number): string {
  return JSON.stringify(fields.map(({ values }) => values[row] ?? null));
}

function combinations<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
