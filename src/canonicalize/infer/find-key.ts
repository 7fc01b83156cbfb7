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
    ({ present, value }) => present >= records * 0.998 && !['nested', 'decimal'].includes(value.kind),
  );
  const usual = full.filter(({ name }) => preferred.includes(name));
  if (usual.length > 0 && usual.length === preferred.length && isUnique(usual, rows)) {
    return { fields: preferred, guess: likely(`${uniqueness(usual, rows)}, and usual for the format`) };
  }
  const ranked = full.sort((left, right) => keyRank(left) - keyRank(right)).slice(0, MOST_CANDIDATES);
  for (const size of [1, 2, 3]) {
    const some = combinations(ranked, size).filter((candidate) => !candidate.every(isTime));
    const found =
      some.find((candidate) => repeatsOf(candidate, rows) === 0) ??
      some.find((candidate) => isUnique(candidate, rows));
    if (found === undefined) continue;
    const enough = rows.length >= 20 && found.every((field) => keyRank(field) < 30);
    return {
      fields: found.map(({ name }) => name),
      guess: (enough ? likely : unsure)(uniqueness(found, rows)),
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
function keyRank({ name, value, values, distinct }: TypedField): number {
  const kind =
    { text: 10, code: 10, ticker: 12, integer: 14, mic: 25, enum: 30, timestamp: 35, date: 40 }[
      value.kind as string
    ] ?? 50;
  const prose = values.some((text) => text?.includes(' ')) ? 20 : 0;
  return (ID_NAME.test(name) ? kind - 10 : kind + 10) + prose + (distinct < 2 ? 40 : 0);
}

function distinctRows(fields: readonly TypedField[], records: number): number[] {
  const seen = new Set<string>();
  return Array.from({ length: records }, (_, row) => row).filter((row) => {
    const text = textOf(fields, row);
    return seen.has(text) ? false : Boolean(seen.add(text));
  });
}

function uniqueness(fields: readonly TypedField[], rows: readonly number[]): string {
  const repeats = repeatsOf(fields, rows);
  return `unique over ${rows.length} records of the sample${repeats === 0 ? '' : ` but for ${repeats}`}`;
}

/** Records that another one shares its values with; of many, two in a thousand may be mistakes. */
function isUnique(fields: readonly TypedField[], rows: readonly number[]): boolean {
  return repeatsOf(fields, rows) <= (rows.length < 500 ? 0 : rows.length / 500);
}

function repeatsOf(fields: readonly TypedField[], rows: readonly number[]): number {
  return rows.length - new Set(rows.map((row) => textOf(fields, row))).size;
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
