import { invariant } from '../domain/invariant.js';
import { bigintLiteral, dateLiteral, decimalLiteral } from './sql-literal.js';
import { sqlParts } from './sql-parts.js';

/**
 * A value for a named parameter of portable SQL.
 *
 * `text` is a whole number of nanoseconds for duration and instant (since 1970 UTC), a whole number for count, a plain
 * decimal for quantity (shares), price (USD) and ratio, `yyyy-MM-dd` for date. It is null for an instant that a trade date
 * does not have.
 */
export type ParameterValue = {
  readonly type: 'duration' | 'instant' | 'count' | 'quantity' | 'price' | 'ratio' | 'date';
  readonly text: string | null;
};

/** The names of the `:name` parameters of an SQL text, each once, in the order of first use. */
export function parameterNames(sql: string): string[] {
  const names = sqlParts(sql)
    .filter((part) => part.kind === 'parameter')
    .map((part) => part.text.slice(1));
  return [...new Set(names)];
}

/**
 * SQL text in which every `:name` has become a typed literal; string literals, quoted names and comments stay as they are.
 *
 * A name without a value is a bug here: the loader of patterns has already compared names and settings.
 */
export function bindSettings(sql: string, values: ReadonlyMap<string, ParameterValue>): string {
  return sqlParts(sql)
    .map((part) => {
      if (part.kind !== 'parameter') return part.text;
      const value = values.get(part.text.slice(1));
      invariant(value !== undefined, `parameter ${part.text} has a value`);
      return parameterLiteral(value);
    })
    .join('');
}

/** A parameter's typed literal, the same on DuckDB, Spark SQL and Redshift. */
export function parameterLiteral({ type, text }: ParameterValue): string {
  if (text === null) return 'CAST(NULL AS BIGINT)';
  switch (type) {
    case 'duration':
    case 'instant':
    case 'count':
      invariant(/^-?[0-9]+$/.test(text), `"${text}" is a whole number`);
      return bigintLiteral(BigInt(text));
    case 'quantity':
      return decimalLiteral(text, 'DECIMAL(18,6)');
    case 'price':
      return decimalLiteral(text, 'DECIMAL(18,8)');
    case 'ratio':
      return decimalLiteral(text, 'DECIMAL(9,6)');
    case 'date':
      return dateLiteral(text);
  }
}
