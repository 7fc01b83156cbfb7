import { invariant } from '../../domain/invariant.js';
import { duckdbText, identifier } from '../../engine/sql-literal.js';
import type { ColumnRule } from './column-rule.js';
import type { Implied } from './implied-by-schema.js';

/** The fields of one record as text; null where a field has no value. */
export type Fields = Readonly<Record<string, string | null>>;

/** SQL of the text that a rule takes, with what the record schema guarantees of it. */
export type Source = { source: string; implied: Implied };

/** SQL of the text that a rule takes from a record; null where there is no value. */
export function sourceSql(rule: ColumnRule): string {
  if (rule.constant !== null) return duckdbText(rule.constant);
  const text = rule.expression === null ? fieldsSql(rule) : rule.expression.sql;
  const stripped = [...rule.strip].reduce(
    (sql, character) => `replace(${sql}, ${duckdbText(character)}, '')`,
    text,
  );
  return rule.empty === null ? stripped : `nullif(${stripped}, ${duckdbText(rule.empty)})`;
}

function fieldsSql(rule: ColumnRule): string {
  const fields = rule.sources.map(identifier);
  const [first] = fields;
  invariant(first !== undefined, 'a rule has a source');
  if (rule.join !== null) {
    return `(${fields.join(rule.join === '' ? ' || ' : ` || ${duckdbText(rule.join)} || `)})`;
  }
  return fields.length === 1 ? first : `coalesce(${fields.join(', ')})`;
}

/** The value received for a rule, as a message shows it, and the field it came from. */
export function received(rule: ColumnRule, fields: Fields): { field: string; value: string } {
  const joined = rule.expression === null ? rule.join : ' ';
  if (joined !== null) {
    return {
      field: rule.sources.join(' '),
      value: rule.sources.map((name) => fields[name] ?? '').join(joined),
    };
  }
  const field = rule.sources.find((name) => fields[name] != null) ?? rule.sources[0] ?? '';
  return { field, value: fields[field] ?? '' };
}
