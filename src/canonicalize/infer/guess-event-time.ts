import type { TypedField } from './field-kind.js';
import { type Guess, likely, sure, unsure } from './guess.js';
import { fieldsNamed, type GuessedColumn, type MapClues } from './map-clues.js';

/** The zone of times that do not say theirs. */
const MARKET_ZONE = 'America/New_York';

type TimeKind = Extract<TypedField['value'], { forms: readonly string[] }>;

/** Guesses where the time of an event comes from: one field, a date and a time side by side, or a date alone. */
export function guessEventTime(clues: MapClues): GuessedColumn | null {
  const named = fieldsNamed('event_ts_ns', clues);
  const candidates = [...named, ...clues.fields.filter((field) => !named.includes(field))];
  const stamp = firstOf(candidates, 'timestamp');
  const date = firstOf(candidates, 'date');
  const time = firstOf(candidates, 'time');
  if (stamp !== null) return clues.fix ? fixTime(clues) : oneField(stamp);
  if (date === null) return null;
  if (time !== null) {
    const forms = date.kind.forms.flatMap((day) => time.kind.forms.map((clock) => `${day} ${clock}`));
    return column({ from: [date.name, time.name] }, forms, {
      utc: false,
      guess: unsure(`a date and a time; the zone ${MARKET_ZONE} is assumed`),
    });
  }
  const guess = unsure(
    `dates without a time of day; the zone ${MARKET_ZONE} is assumed${orderOf(date.kind)}`,
  );
  const found = column({ from: date.name }, date.kind.forms, { utc: false, guess });
  return { ...found, entry: { ...(found.entry as object), precision: 'day' } };
}

function firstOf(
  fields: readonly TypedField[],
  kind: TimeKind['kind'],
): { name: string; kind: TimeKind } | null {
  for (const { name, value } of fields) if (value.kind === kind) return { name, kind: value };
  return null;
}

function oneField({ name, kind }: { name: string; kind: TimeKind }): GuessedColumn {
  const guess = kind.utc
    ? sure(`the values of ${name} say UTC`)
    : unsure(`the values of ${name} do not say their zone; ${MARKET_ZONE} is assumed${orderOf(kind)}`);
  return column({ from: name }, kind.forms, { utc: kind.utc, guess });
}

function orderOf({ ambiguous }: TimeKind): string {
  return ambiguous ? ', and month and day could change places' : '';
}

function fixTime(clues: MapClues): GuessedColumn | null {
  const names = ['TransactTime', 'SendingTime'].filter((name) =>
    clues.fields.some((field) => field.name === name && field.value.kind === 'timestamp'),
  );
  const [name, ...more] = names;
  if (name === undefined) return null;
  const always = clues.fields.some((field) => field.name === name && field.present === field.values.length);
  const used = always ? [name] : [name, ...more];
  const forms = clues.fields.flatMap((field) =>
    used.includes(field.name) && field.value.kind === 'timestamp' ? field.value.forms : [],
  );
  const source = used.length > 1 ? { first: used } : { from: name };
  return column(source, [...new Set(forms)], { utc: true, guess: likely('FIX times are UTC') });
}

function column(
  source: { from: string | string[] } | { first: string[] },
  forms: readonly string[],
  { utc, guess }: { utc: boolean; guess: Guess },
): GuessedColumn {
  const [form = ''] = forms;
  const timestamp = forms.length === 1 ? form : [...forms];
  return {
    column: 'event_ts_ns',
    entry: { ...source, timestamp, zone: utc ? 'UTC' : MARKET_ZONE },
    guess,
    leftover: [],
  };
}
