import { canonicalHint } from './canonical-names.js';
import { areMics } from './canonical-values.js';
import type { ObservedField } from './detected-format.js';
import { fixCodes, isFixAmount } from './fix-dictionary.js';
import { nearlyAll } from './nearly-all.js';
import { epochForm, type TimeForms, timeForms } from './timestamp-forms.js';

/** What the values of a field are, the narrowest that holds for all of them. */
export type FieldKind =
  | { kind: 'empty' }
  | { kind: 'boolean' }
  | { kind: 'nested' }
  | ({ kind: 'timestamp' | 'date' | 'time' } & Omit<TimeForms, 'kind'>)
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'integer'; digits: number; signed: boolean; padded: boolean; trailing_zeros: number }
  | { kind: 'decimal'; digits: number; scale: number; strip: string }
  | { kind: 'ticker'; expression: string }
  | { kind: 'mic' }
  | { kind: 'code'; length: number; expression: string }
  | { kind: 'text'; shortest: number; longest: number };

/** A field with its kind and how many records have it. */
export type TypedField = ObservedField & {
  value: FieldKind;
  present: number;
  distinct: number;
  /** Values that are not of the kind: few among many, and probably mistakes. */
  odd: number;
};

const MOST_LISTED = 12;

/** Instants of Parquet arrive as nanoseconds since 1970. */
const PARQUET_INSTANT: FieldKind = {
  kind: 'timestamp',
  forms: ['epoch-ns'],
  expression: '-?[0-9]{1,19}',
  utc: true,
  fraction: 9,
  ambiguous: false,
};

/** The kind of a field, from its values and, where codes could as well be numbers, from its name. */
export function typeField(field: ObservedField): TypedField {
  const values = field.values.filter((value) => value !== null);
  const all = [...new Set(values)].sort();
  const strict = kindOf(field, values, all);
  const typed = ['text', 'integer'].includes(strict.kind) ? withoutMistakes(field, values) : null;
  return {
    ...field,
    value: typed?.value ?? strict,
    present: values.length,
    distinct: all.length,
    odd: typed?.odd ?? 0,
  };
}

/** The kind of all but one value in a hundred, where that makes text numbers or times. */
function withoutMistakes(
  field: ObservedField,
  values: readonly string[],
): { value: FieldKind; odd: number } | null {
  if (values.length < 100) return null;
  for (const isGood of [isTime, isNumber]) {
    const good = values.filter(isGood);
    if (!nearlyAll(values, isGood)) continue;
    const value = kindOf(field, good, [...new Set(good)].sort());
    if (value.kind !== 'text') return { value, odd: values.length - good.length };
  }
  return null;
}

function isNumber(value: string): boolean {
  return /^-?[0-9]{1,38}([.][0-9]{1,38})?$/.test(value);
}

function isTime(value: string): boolean {
  return timeForms([value]) !== null;
}

function kindOf(field: ObservedField, values: readonly string[], distinct: readonly string[]): FieldKind {
  if (field.type === 'object' || field.type === 'array') return { kind: 'nested' };
  if (String(field.part['type'] ?? '').startsWith('TIMESTAMP')) return PARQUET_INSTANT;
  if (values.length === 0) return { kind: 'empty' };
  if (field.type === 'boolean') return { kind: 'boolean' };
  const epoch = canonicalHint(field.name)?.column === 'event_ts_ns' ? epochForm(distinct) : null;
  if (epoch !== null) return epoch;
  if (field.type !== 'string') return numberKind(distinct) ?? { kind: 'text', ...lengths(distinct) };
  return timeForms(distinct) ?? listedKind(field, values, distinct) ?? amountKind(field, distinct);
}

function listedKind(
  field: ObservedField,
  values: readonly string[],
  distinct: readonly string[],
): FieldKind | null {
  const standard = 'tag' in field.part ? fixCodes(field.name) : [];
  if (standard.length > 0) return { kind: 'enum', values: [...new Set([...distinct, ...standard])].sort() };
  return isListed(field, values, distinct) ? { kind: 'enum', values: distinct } : null;
}

/** FIX defines which fields are amounts and which are identifiers, whatever digits the sample has. */
function amountKind(field: ObservedField, distinct: readonly string[]): FieldKind {
  const found = numberKind(distinct) ?? textKind(field, distinct);
  if (!('tag' in field.part && found.kind === 'integer')) return found;
  if (isFixAmount(field.name)) return { kind: 'decimal', digits: found.digits, scale: 0, strip: '' };
  return field.name.endsWith('ID') ? { kind: 'text', ...lengths(distinct) } : found;
}

/** Few short values that come again and again; numbers only where the name says that they are codes. */
function isListed(field: ObservedField, values: readonly string[], distinct: readonly string[]): boolean {
  const hint = canonicalHint(field.name);
  if (distinct.length > MOST_LISTED || distinct.some((value) => value.length > 24)) return false;
  if (hint?.coded === true) return distinct.length <= Math.max(2, values.length / 2);
  const numeric = distinct.every((value) => /^[-+$]?[0-9.,]+$/.test(value));
  const identifier = 'tag' in field.part && field.name.endsWith('ID');
  const few = values.length >= 8 && distinct.length <= values.length / 3 && !identifier;
  return few && hint === null && !numeric && !areMics(distinct) && !looksLikeIdentifier(distinct);
}

function looksLikeIdentifier(values: readonly string[]): boolean {
  return values.every((value) => /[0-9]{2}/.test(value) && value.length > 5);
}

function numberKind(values: readonly string[]): FieldKind | null {
  if (values.every((value) => /^-?[0-9]{1,38}$/.test(value))) {
    const digits = values.map((value) => value.replace('-', ''));
    const widest = Math.max(...digits.map(({ length }) => length));
    const padded =
      digits.every(({ length }) => length === widest) && digits.some((value) => /^0[0-9]/.test(value));
    const zeros = digits
      .filter((value) => /[1-9]/.test(value))
      .map((value) => /0*$/.exec(value)?.[0].length ?? 0);
    return {
      kind: 'integer',
      digits: widest,
      signed: values.some((value) => value.startsWith('-')),
      padded,
      trailing_zeros: zeros.length === 0 ? 0 : Math.min(...zeros),
    };
  }
  const plain = values.map((value) => value.replace(/[$,]/g, ''));
  if (!plain.every((value) => /^-?[0-9]{1,38}([.][0-9]{1,38})?$/.test(value))) return null;
  const strip = ['$', ','].filter((mark) => values.some((value) => value.includes(mark))).join('');
  // A comma among digits is a thousands mark only where three digits follow it.
  if (strip.includes(',') && values.some((value) => /,(?![0-9]{3}(?![0-9]))/.test(value))) return null;
  const [whole, fraction] = [0, 1].map((part) =>
    Math.max(...plain.map((value) => value.replace('-', '').split('.')[part]?.length ?? 0)),
  );
  return { kind: 'decimal', digits: (whole ?? 0) + (fraction ?? 0), scale: fraction ?? 0, strip };
}

function textKind(field: ObservedField, distinct: readonly string[]): FieldKind {
  if (areMics(distinct)) return { kind: 'mic' };
  const hint = canonicalHint(field.name)?.column;
  if (hint === 'symbol' || (!field.named && looksLikeTickers(distinct))) {
    const expression = TICKERS.find((one) => distinct.every((value) => new RegExp(`^${one}$`).test(value)));
    if (expression !== undefined) return { kind: 'ticker', expression };
  }
  const { shortest, longest } = lengths(distinct);
  if (shortest === longest && longest <= 20 && distinct.every((value) => /^[A-Z0-9]+$/.test(value))) {
    const letters = distinct.every((value) => /^[A-Z]+$/.test(value)) ? '[A-Z]' : '[A-Z0-9]';
    return { kind: 'code', length: longest, expression: `${letters}{${longest}}` };
  }
  return { kind: 'text', shortest, longest };
}

/** Tickers of the usual symbology, else with suffixes as exchanges write them, else with an exchange before them. */
const TICKERS = [
  '[A-Z]{1,5}([.][A-Z]{1,3})?',
  '[A-Z]{1,6}[-+=.$*^/A-Za-z]{0,6}',
  '([A-Z]{2,6}:)?[A-Z]{1,6}[-+=.$*^/A-Za-z]{0,6}',
];

function looksLikeTickers(distinct: readonly string[]): boolean {
  const usual = distinct.filter((value) => /^[A-Z]{1,5}$/.test(value));
  const varied = new Set(usual.map(({ length }) => length)).size > 1;
  return varied && usual.length > 3 && usual.length > distinct.length * 0.8;
}

function lengths(values: readonly string[]): { shortest: number; longest: number } {
  const counted = values.map((value) => [...value].length);
  return { shortest: Math.min(...counted), longest: Math.max(...counted) };
}
