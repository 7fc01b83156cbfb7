import type { FeedSpec } from '../../domain/generated/feed-spec.js';
import { type NumberForm, numberForm } from './number-form.js';
import { type ScalarExpression, scalarExpression } from './scalar-expression.js';
import type { Symbology } from './symbology.js';

/** One entry of a feed's map with every default filled in. */
export type ColumnRule = {
  /** Fields that the value comes from, in order. */
  sources: readonly string[];
  /** Text between the sources; null where the first with a value is taken. */
  join: string | null;
  constant: string | null;
  expression: ScalarExpression | null;
  values: Readonly<Record<string, string>> | null;
  /** What becomes of a value that neither values nor lookup knows. */
  otherwise: 'reject' | 'keep' | 'null';
  /** Power of ten for integers with implied decimals or zeros; 0 for text as it stands. */
  scale: number;
  /** How numbers are written; null where they are plain. */
  numbers: NumberForm | null;
  symbology: Symbology | null;
  lookup: Lookup | null;
  strip: string;
  /** Text that stands for no value; null where only an empty field does. */
  empty: string | null;
  timestamps: readonly string[];
  zone: string | null;
  overlap: Overlap;
  /** Date of a time of day; null where the timestamp has it. */
  date: DateSource | null;
  precision: 'day' | null;
  /** Whether exactly one of from, first, constant and expression is given. */
  clear: boolean;
};

/** What a repeated hour's wall clock stands for. */
export type Overlap = 'earlier' | 'later' | 'reject';
/** Where the date of a time of day comes from: the delivery's trade date, or another field. */
export type DateSource = 'delivery' | { from: string; form: string };
/** A column of reference data, taken from the row whose column `by` is the value. */
export type Lookup = { dataset: string; by: string; take: string };
/** One entry of a feed's map, as feed.yaml has it. */
export type MapEntry = FeedSpec['map'][string];

type Given = Exclude<MapEntry, string>;

/** The rule that a map entry stands for; a plain string is the name of the field. */
export function columnRule(entry: MapEntry, format?: FeedSpec['format']): ColumnRule {
  const given: Given = typeof entry === 'string' ? { from: entry } : entry;
  const ofFields = given.from !== undefined || given.first !== undefined;
  return {
    ...sourceOf(given),
    ...conversionOf(given),
    ...timeOf(given),
    // Constants and expressions are written by the feed's author, in plain numbers.
    numbers: ofFields ? numberForm(format?.numbers, given.overpunch ?? false) : null,
  };
}

function sourceOf(
  given: Given,
): Pick<ColumnRule, 'sources' | 'join' | 'constant' | 'expression' | 'strip' | 'empty' | 'clear'> {
  const from = listOf(given.from);
  const expression = given.expression === undefined ? null : scalarExpression(given.expression);
  const ways = [given.from, given.first, given.constant, given.expression];
  return {
    sources: [...from, ...(given.first ?? []), ...(expression?.fields ?? [])],
    join: from.length > 1 ? (given.join ?? ' ') : null,
    constant: given.constant ?? null,
    expression,
    strip: given.strip ?? '',
    empty: given.empty ?? null,
    clear: ways.filter((way) => way !== undefined).length === 1,
  };
}

function conversionOf(
  given: Given,
): Pick<ColumnRule, 'values' | 'otherwise' | 'scale' | 'symbology' | 'lookup'> {
  return {
    values: given.values ?? null,
    otherwise: given.otherwise === null ? 'null' : (given.otherwise ?? 'reject'),
    scale: given.scale ?? 0,
    symbology: given.symbology?.from ?? null,
    lookup: given.lookup ?? null,
  };
}

function timeOf(given: Given): Pick<ColumnRule, 'timestamps' | 'zone' | 'overlap' | 'date' | 'precision'> {
  return {
    timestamps: listOf(given.timestamp),
    zone: given.zone ?? null,
    overlap: given.overlap ?? 'reject',
    date: given.date ?? null,
    precision: given.precision ?? null,
  };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
