import type { FieldSchema, RecordSchema } from '../validation/record-schema.js';
import type { ColumnRule } from './column-rule.js';

/** What the record schema already guarantees of the text that a rule takes, so that the map need not check it again. */
export type Implied = {
  /** The text is there on every valid record. */
  present: boolean;
  /** Every valid text is one of these; null where the schema lists none. */
  values: readonly string[] | null;
  /** Every valid text is this many decimal digits at most, and nothing else; null where the schema does not say so. */
  digits: number | null;
};

const NOTHING: Implied = { present: false, values: null, digits: null };

/** Guarantees for rules that take one field as it stands; none for any other. */
export function impliedBySchema(record: RecordSchema, rule: ColumnRule): Implied {
  const [source, ...others] = rule.sources;
  const field = source === undefined ? undefined : record.properties[source];
  if (
    source === undefined ||
    field === undefined ||
    others.length > 0 ||
    rule.expression !== null ||
    rule.strip !== '' ||
    rule.empty !== null
  ) {
    return NOTHING;
  }
  return {
    present: record.required.includes(source),
    values: field.type === 'string' ? valuesOf(field) : null,
    // A declared form of numbers is other text than the plain digits that the map would then convert.
    digits: field.type === 'string' && rule.numbers === null ? digitsOf(field) : null,
  };
}

/** Listed texts only, which hold of every valid record whatever stands beside them: a number is written in several ways. */
function valuesOf(field: FieldSchema): readonly string[] | null {
  const listed: readonly unknown[] | null = field.enum ?? (field.const === undefined ? null : [field.const]);
  const texts = listed?.filter((value) => typeof value === 'string') ?? null;
  return texts === null || texts.length !== listed?.length ? null : texts;
}

/** The most decimal digits that a text may have whose pattern lets nothing but digits through; null for any other. */
export function digitsOf(field: FieldSchema): number | null {
  const found = /^\^\[0-9\]\{(?:[0-9]+,)?([0-9]+)\}\$$/.exec(field.pattern ?? '');
  return found === null ? null : Number(found[1]);
}
