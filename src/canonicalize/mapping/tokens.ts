import { invariant } from '../../domain/invariant.js';
import type { Route } from '../feed.js';
import { personalFields } from '../personal/personal-fields.js';
import { tokenSql } from '../personal/token-sql.js';
import type { ColumnRule } from './column-rule.js';
import type { CompiledColumn } from './compile-column.js';

/** How the personal fields of a route become tokens. */
export type Tokens = {
  fields: ReadonlySet<string>;
  /** A canonical column, as tokens where a personal field is among its sources; its checks see what was received. */
  column: (column: CompiledColumn, rule: ColumnRule) => CompiledColumn;
  /** SQL of one personal part of the key. */
  key: (field: string) => string;
};

/** The tokens of a route. The domain of a column's tokens is its name, that of the key's the word key. */
export function tokensOf(feed: Route, key_id: string | null): Tokens {
  const fields = personalFields(feed);
  const token = (text: string, domain: string): string => {
    invariant(key_id !== null, 'a feed that maps personal fields is compiled with a key');
    return tokenSql(text, { key_id, domain });
  };
  return {
    fields,
    column: (column, rule) =>
      rule.sources.some((name) => fields.has(name))
        ? { ...column, sql: token(`(${column.sql})`, column.name), proves: null }
        : column,
    key: (field) => token(field, 'key'),
  };
}
