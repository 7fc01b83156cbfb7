import type { CanonicalColumn, CanonicalDataset } from '../../lake/canonical-dataset.js';
import { DERIVED_COLUMNS } from '../feed.js';
import { isBareNumber, nameRank } from './canonical-names.js';
import type { TypedField } from './field-kind.js';
import { likely, sure, unsure } from './guess.js';
import { guessCodes } from './guess-codes.js';
import { guessEventTime } from './guess-event-time.js';
import { complementsOf, fieldsNamed, type GuessedColumn, type MapClues, sourceOf } from './map-clues.js';

/** The map of a dataset as far as names or values tell it, in the order of the columns, and the columns they do not. */
export type GuessedMap = { mapped: GuessedColumn[]; open: CanonicalColumn[] };

/** Guesses a dataset's map from the names and the values of the fields. */
export function guessMap(dataset: CanonicalDataset, clues: MapClues): GuessedMap {
  const columns = dataset.columns.filter(({ name }) => !DERIVED_COLUMNS.includes(name));
  const guessed = columns.map((column) => ({ column, found: guessColumn(column, clues) }));
  return {
    mapped: guessed.flatMap(({ found }) => found ?? []),
    open: guessed.filter(({ found }) => found === null).map(({ column }) => column),
  };
}

function guessColumn(column: CanonicalColumn, clues: MapClues): GuessedColumn | null {
  if (column.name === 'event_ts_ns') return guessEventTime(clues);
  if (column.enum !== null || column.type === 'BOOLEAN') return guessCodes(column, clues);
  if (column.name === 'imid') return guessImid(clues);
  if (column.type.startsWith('DECIMAL')) return guessAmount(column, clues);
  if (column.type === 'BIGINT') {
    const field = fieldsNamed(column.name, clues).find(({ value }) => value.kind === 'integer');
    return field === undefined ? null : plain(column.name, field);
  }
  return guessText(column, clues);
}

function plain(column: string, field: TypedField): GuessedColumn {
  const guess =
    (nameRank(column, field.name) ?? 9) < 3 ? sure(`named ${field.name}`) : likely(`named ${field.name}`);
  return { column, entry: field.name, guess, leftover: [] };
}

function guessImid(clues: MapClues): GuessedColumn | null {
  const field = fieldsNamed('imid', clues).find(
    ({ value }) => value.kind !== 'integer' && value.kind !== 'decimal',
  );
  if (field !== undefined) return plain('imid', field);
  if (clues.broker === null) return null;
  return {
    column: 'imid',
    entry: { constant: clues.broker },
    guess: sure('the broker of the feed'),
    leftover: [],
  };
}

const TEXT_KINDS: readonly string[] = ['text', 'code', 'ticker', 'mic', 'enum', 'integer'];

function guessText({ name, required }: CanonicalColumn, clues: MapClues): GuessedColumn | null {
  const kinds =
    name === 'symbol' || name === 'name' ? TEXT_KINDS.filter((kind) => kind !== 'integer') : TEXT_KINDS;
  if (clues.fix && name === 'order_id') return fixOrder(clues);
  const named = complementsOf(
    fieldsNamed(name, clues).filter(
      (field) => kinds.includes(field.value.kind) && (required || !isBareNumber(field.name)),
    ),
  );
  const [field, ...more] = named;
  if (field !== undefined && more.length === 0) return plain(name, field);
  if (field !== undefined) {
    const guess = likely('no record has more than one of them');
    return { column: name, entry: sourceOf(named), guess, leftover: [] };
  }
  const shown = clues.fields.filter((field) => tells(name, field));
  const [only] = shown;
  if (only === undefined) return null;
  const guess = (shown.length > 1 ? unsure : likely)(`the values of ${only.name} look so`);
  return { column: name, entry: only.name, guess, leftover: [] };
}

/** The broker's identifier of an order; requests have only their sender's. */
function fixOrder({ fields }: MapClues): GuessedColumn | null {
  const found = ['OrderID', 'ClOrdID'].flatMap((name) => fields.find((field) => field.name === name) ?? []);
  const [own] = found;
  if (own === undefined) return null;
  const always = own.present === own.values.length;
  const guess = always
    ? sure(`named ${own.name}`)
    : likely('requests have only the identifier of their sender');
  return { column: 'order_id', entry: always ? own.name : sourceOf(found), guess, leftover: [] };
}

/** Whether the values alone tell a column: tickers, market codes, and names of companies where no field has a name. */
function tells(column: string, { named, value, values }: TypedField): boolean {
  if (column === 'symbol') return value.kind === 'ticker';
  if (column === 'venue') return value.kind === 'mic';
  return (
    column === 'name' &&
    !named &&
    value.kind === 'text' &&
    values.some((text) => /[a-z] [A-Z]/.test(text ?? ''))
  );
}

function guessAmount({ name }: CanonicalColumn, clues: MapClues): GuessedColumn | null {
  const numbers = fieldsNamed(name, clues).filter(({ value }) => ['integer', 'decimal'].includes(value.kind));
  const [field, other] = numbers;
  if (field === undefined) return name === 'price' ? onlyDecimal(clues) : null;
  if (clues.fix && other !== undefined) {
    const first = [...numbers]
      .sort((left, right) => lastFirst(left) - lastFirst(right))
      .map((one) => one.name);
    return {
      column: name,
      entry: { first },
      guess: likely('that of the execution where there is one'),
      leftover: [],
    };
  }
  if (field.value.kind === 'decimal' && field.value.strip !== '') {
    const entry = { from: field.name, strip: field.value.strip };
    return {
      column: name,
      entry,
      guess: likely(`named ${field.name}; ${field.value.strip} is no part of a number`),
      leftover: [],
    };
  }
  const scale =
    name.endsWith('price') || name.endsWith('qty') ? impliedScale(field, name.endsWith('price')) : null;
  if (scale === null) return plain(name, field);
  const because = `whole numbers that end in ${scale.zeros} zeros or more: implied decimals? compare one with the market`;
  const empty = zeroOf(field);
  return {
    column: name,
    entry: { from: field.name, scale: scale.scale, ...(empty === null ? {} : { empty }) },
    guess: unsure(because),
    leftover: [],
  };
}

function onlyDecimal({ fields }: MapClues): GuessedColumn | null {
  const decimals = fields.filter(({ named, value }) => !named && value.kind === 'decimal');
  const [only] = decimals;
  if (only === undefined || decimals.length > 1) return null;
  return {
    column: 'price',
    entry: only.name,
    guess: unsure(`${only.name} is the only decimal`),
    leftover: [],
  };
}

function lastFirst({ name }: TypedField): number {
  return name.startsWith('Last') ? 0 : 1;
}

/** Prices have cents, so zeros beyond them are implied decimals; quantities are often round lots of 100. */
function impliedScale({ value }: TypedField, price: boolean): { scale: number; zeros: number } | null {
  if (value.kind !== 'integer') return null;
  const { trailing_zeros: zeros, padded } = value;
  if (price && zeros >= 2) return { scale: -Math.min(8, zeros + 2), zeros };
  if (!price && padded && zeros >= 4) return { scale: -Math.min(6, zeros - 2), zeros };
  return null;
}

/** Padded zeros that stand for no price, where the sample has some. */
function zeroOf({ value, values }: TypedField): string | null {
  if (value.kind !== 'integer' || !value.padded) return null;
  return values.find((text) => text !== null && /^0+$/.test(text)) ?? null;
}
