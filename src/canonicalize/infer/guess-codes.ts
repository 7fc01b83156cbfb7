import type { CanonicalColumn } from '../../lake/canonical-dataset.js';
import { meaningsOf } from './canonical-values.js';
import type { TypedField } from './field-kind.js';
import { type Guess, likely, sure, unsure } from './guess.js';
import { complementsOf, fieldsNamed, type GuessedColumn, type MapClues, sourceOf } from './map-clues.js';

/** Messages that ask for something, by what they ask for; execution reports say it by ExecType. */
const REQUESTS: Readonly<Record<string, string>> = { D: 'new', G: 'modify' };
/** Codes that only sides use; others could mean anything without a name. */
const SIDE_SETS: readonly (readonly string[])[] = [
  ['B', 'S'],
  ['BUY', 'SELL'],
  ['Buy', 'Sell'],
];

/** Guesses a column with listed values: the field with the best name of which at least half of the values have a meaning. */
export function guessCodes(column: CanonicalColumn, clues: MapClues): GuessedColumn | null {
  if (clues.fix && column.name === 'event_type') return guessFixEvent(clues);
  const candidates = [...fieldsNamed(column.name, clues), ...unnamedSides(column.name, clues)];
  for (const [index, field] of candidates.entries()) {
    if (field.value.kind === 'boolean')
      return { column: column.name, entry: field.name, guess: likely(`named ${field.name}`), leftover: [] };
    const found = codesOf(column.name, complementsOf(candidates.slice(index)));
    if (found !== null) return found;
  }
  return null;
}

function unnamedSides(column: string, { fields }: MapClues): TypedField[] {
  if (column !== 'side') return [];
  return fields.filter(({ named, value }) => {
    if (named || value.kind !== 'enum') return false;
    return SIDE_SETS.some((set) => value.values.every((one) => set.includes(one)));
  });
}

function codesOf(column: string, fields: readonly TypedField[]): GuessedColumn | null {
  const [field] = fields;
  if (
    field === undefined ||
    field.distinct > 30 ||
    ['decimal', 'timestamp', 'date'].includes(field.value.kind)
  ) {
    return null;
  }
  const values = [...new Set(fields.flatMap(distinctValues))].sort();
  const { known, unknown } = meaningsOf(column, values);
  if (known.size === 0 || known.size < unknown.length) return null;
  const entry = { ...sourceOf(fields), values: Object.fromEntries(known) };
  return { column, entry, guess: guessOf(field, known.size, values.length), leftover: unknown };
}

function guessOf({ name, named }: TypedField, known: number, all: number): Guess {
  if (known < all) return unsure(`${known} of the ${all} values of ${name} have a usual meaning`);
  const because = `all ${all} values of ${name} have a usual meaning`;
  return named && all > 1 ? sure(because) : likely(because);
}

function guessFixEvent(clues: MapClues): GuessedColumn | null {
  const [exec] = clues.fields.filter(({ name, present }) => name === 'ExecType' && present > 0);
  const [type] = clues.fields.filter(({ name }) => name === 'MsgType');
  const codes = exec === undefined ? [] : distinctValues(exec);
  const { known, unknown } = meaningsOf('event_type', codes, true);
  const requests =
    type === undefined ? [] : distinctValues(type).filter((value) => value in REQUESTS && !known.has(value));
  const values = {
    ...Object.fromEntries(known),
    ...Object.fromEntries(requests.map((value) => [value, REQUESTS[value] ?? ''])),
  };
  if (Object.keys(values).length === 0) return null;
  const sources = [...(exec === undefined ? [] : ['ExecType']), ...(requests.length > 0 ? ['MsgType'] : [])];
  const source = sources.length > 1 ? { first: sources } : { from: sources[0] ?? 'MsgType' };
  return {
    column: 'event_type',
    entry: { ...source, values },
    guess: likely('FIX codes of the sample'),
    leftover: unknown,
  };
}

function distinctValues({ value, values }: TypedField): string[] {
  if (value.kind === 'enum') return [...value.values];
  return [...new Set(values.filter((one) => one !== null))].sort();
}
