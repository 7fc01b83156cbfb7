import { invariant } from '../domain/invariant.js';

/** SQL text of a string literal for DuckDB alone, where a backslash is an ordinary character. */
export function duckdbText(value: string): string {
  invariant(!value.includes('\0'), 'a text literal holds no NUL');
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * SQL text of a literal that DuckDB knows to be one of a few, which must hold it; in Parquet it is ordinary text.
 *
 * Columns of such literals are written without hashing each row's text.
 */
export function duckdbEnum(value: string, values: readonly string[]): string {
  invariant(values.includes(value), `"${value}" is one of its values`);
  return `CAST(${duckdbText(value)} AS ENUM(${values.map(duckdbText).join(', ')}))`;
}

/** SQL text of a 64-bit integer literal. Throws on anything outside the signed 64-bit range. */
export function bigintLiteral(value: bigint): string {
  invariant(value >= -(2n ** 63n) && value < 2n ** 63n, `${value} fits a BIGINT`);
  return `CAST(${value} AS BIGINT)`;
}

/** SQL text of an exact decimal literal such as `CAST(0.25 AS DECIMAL(18,8))`; refuses exponents and non-numbers. */
export function decimalLiteral(value: string, type: `DECIMAL(${number},${number})`): string {
  invariant(/^-?[0-9]+(\.[0-9]+)?$/.test(value), `"${value}" is a plain decimal`);
  return `CAST(${value} AS ${type})`;
}

/** SQL text of a date literal from `yyyy-MM-dd`. */
export function dateLiteral(value: string): string {
  invariant(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value), `"${value}" is a date`);
  return `CAST('${value}' AS DATE)`;
}

/** A DuckDB identifier in double quotes; inner quotes are doubled. Only names from validated specs come here. */
export function identifier(name: string): string {
  invariant(name.length > 0 && !name.includes('\0'), 'an identifier is not empty and holds no NUL');
  return `"${name.replaceAll('"', '""')}"`;
}
