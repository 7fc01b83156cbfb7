import { invariant } from '../../domain/invariant.js';
import { duckdbEnum, duckdbText } from '../../engine/sql-literal.js';
import type { CanonicalColumn } from '../../lake/canonical-dataset.js';
import { recordFault } from '../framing/record-fault.js';
import { ASSERTIONS } from '../validation/assertions.js';
import { readingOf } from '../validation/field-reading.js';
import type { RecordSchema } from '../validation/record-schema.js';
import { listedSql } from '../validation/value-sql.js';
import type { ColumnRule } from './column-rule.js';
import { lookupColumns } from './compile-lookup.js';
import { compileNumber } from './compile-number.js';
import { type Implied, impliedBySchema } from './implied-by-schema.js';
import { type Converted, type MappingCheck, missingCheck, valueCheck } from './mapping-check.js';
import { received, type Source, sourceSql } from './source-sql.js';
import { symbolSql } from './symbology.js';

/** One canonical column: SQL of its value over the fields of a record, and what may be wrong with it. */
export type CompiledColumn = {
  name: string;
  sql: string;
  checks: readonly MappingCheck[];
  /** Predicate of the record schema that is true exactly where this column is not null; null for most columns. */
  proves?: string | null;
};

/**
 * Compiles every column but times. A value that does not convert exactly is a fault, never rounded or null.
 *
 * What the record schema implies is not checked again: a record that breaks it is rejected by the schema already.
 * Codes: value-not-decimal, value-not-integer, value-not-mapped, value-not-listed, value-not-symbol, lookup-missed,
 * lookup-ambiguous, expression-failed, column-missing.
 */
export function compileColumn(
  column: CanonicalColumn,
  rule: ColumnRule,
  record: RecordSchema,
): CompiledColumn {
  const source = sourceSql(rule);
  const implied = impliedBySchema(record, rule);
  const { sql, checks } = convert(column, rule, { source, implied });
  return {
    name: column.name,
    sql,
    checks: [...expressionChecks(rule), ...missingChecks(column, rule, { source, implied, sql }), ...checks],
    proves: enumProved(rule, implied, record),
  };
}

/** Checks that an expression had an answer: a null one is none to complain of. */
export function expressionChecks(rule: ColumnRule): MappingCheck[] {
  if (rule.expression === null) return [];
  return [
    {
      sql: rule.expression.failed,
      explain: (fields, at) => recordFault(at, 'expression-failed', received(rule, fields)),
    },
  ];
}

function missingChecks(
  column: CanonicalColumn,
  rule: ColumnRule,
  { source, implied, sql }: Source & { sql: string },
): MappingCheck[] {
  if (!column.required || rule.constant !== null) return [];
  const failed = rule.expression === null ? '' : ` AND NOT ${rule.expression.failed}`;
  const none = missingCheck(column.name, rule.sources, `${source} IS NULL${failed}`);
  // A value that is received and becomes null by declaration is missing too.
  const lost =
    rule.otherwise === 'null' || rule.lookup !== null
      ? [missingCheck(column.name, rule.sources, `${source} IS NOT NULL AND ${lostSql(rule, column, sql)}`)]
      : [];
  return implied.present ? lost : [none, ...lost];
}

function lostSql(rule: ColumnRule, column: CanonicalColumn, sql: string): string {
  if (rule.lookup === null || rule.otherwise === 'null') return `(${sql}) IS NULL`;
  return `(${sql}) IS NULL AND ${lookupColumns(column.name).rows} > 0`;
}

function convert(column: CanonicalColumn, rule: ColumnRule, text: Source): Converted {
  if (rule.lookup !== null) return lookedUp(column, rule, text.source);
  if (column.type.startsWith('DECIMAL') || column.type === 'BIGINT') return compileNumber(column, rule, text);
  if (rule.symbology !== null) return symbol(rule, text.source);
  const { source } = text;
  const value = rule.values === null ? source : valuesSql(rule, source);
  if (column.type === 'BOOLEAN') {
    return { sql: `(${value}) = 'true'`, checks: listChecks(rule, { ...text, value }, ['true', 'false']) };
  }
  invariant(column.type === 'VARCHAR', `column type ${column.type} has a conversion`);
  return {
    sql: rule.constant === null ? value : duckdbEnum(rule.constant, [rule.constant]),
    checks: listChecks(rule, { ...text, value }, column.enum),
  };
}

function symbol(rule: ColumnRule, source: string): Converted {
  const style = rule.symbology;
  invariant(style !== null, 'the rule has a symbology');
  const sql = symbolSql(source, style);
  return {
    sql,
    checks: [valueCheck(rule, 'value-not-symbol', { source, wrong: `${sql} IS NULL`, data: { style } })],
  };
}

function lookedUp(column: CanonicalColumn, rule: ColumnRule, source: string): Converted {
  const { lookup, otherwise } = rule;
  invariant(lookup !== null, 'the rule has a lookup');
  const { value, rows } = lookupColumns(column.name);
  const key = rule.symbology === null ? null : symbol(rule, source);
  const found = key === null ? '' : ` AND ${key.sql} IS NOT NULL`;
  const data = { dataset: lookup.dataset, column: lookup.by };
  const missed = valueCheck(rule, 'lookup-missed', { source, wrong: `${rows} = 0${found}`, data });
  return {
    sql: otherwise === 'keep' ? `CASE WHEN ${rows} = 0 THEN ${key?.sql ?? source} ELSE ${value} END` : value,
    checks: [
      ...(key?.checks ?? []),
      ...(otherwise === 'reject' ? [missed] : []),
      valueCheck(rule, 'lookup-ambiguous', { source, wrong: `${rows} > 1`, data }),
      ...(column.enum === null ? [] : [notListed(rule, value, column.enum)]),
    ],
  };
}

function valuesSql(rule: ColumnRule, source: string): string {
  const values = rule.values ?? {};
  const known = [...new Set(Object.values(values))];
  const keep = rule.otherwise === 'keep';
  const cases = Object.entries(values).map(
    ([from, to]) => `WHEN ${duckdbText(from)} THEN ${keep ? duckdbText(to) : duckdbEnum(to, known)}`,
  );
  return `CASE ${source} ${cases.join(' ')}${keep ? ` ELSE ${source}` : ''} END`;
}

function listChecks(
  rule: ColumnRule,
  text: Source & { value: string },
  allowed: readonly string[] | null,
): MappingCheck[] {
  const { source, implied, value } = text;
  if (rule.values !== null && rule.otherwise === 'null') return [];
  if (rule.values !== null && rule.otherwise === 'keep') {
    return allowed === null ? [] : [notListed(rule, `(${value})`, allowed)];
  }
  const known = rule.values === null ? allowed : Object.keys(rule.values);
  const listed = implied.values?.every((one) => known?.includes(one)) ?? false;
  if (known === null || listed) return [];
  if (rule.values !== null) {
    const wrong = `(${value}) IS NULL`;
    return [valueCheck(rule, 'value-not-mapped', { source, wrong, data: { known } })];
  }
  return rule.constant === null ? [notListed(rule, source, known)] : [];
}

function notListed(rule: ColumnRule, value: string, known: readonly string[]): MappingCheck {
  const wrong = `${value} NOT IN (${known.map(duckdbText).join(', ')})`;
  return valueCheck(rule, 'value-not-listed', { source: value, wrong, data: { known } });
}

/** The predicate of a field's list alone, where the rule maps the listed texts, all of them and no other. */
function enumProved(rule: ColumnRule, implied: Implied, record: RecordSchema): string | null {
  const [field] = rule.sources;
  const schema = field === undefined ? undefined : record.properties[field];
  if (field === undefined || schema === undefined) return null;
  if (rule.values === null || rule.otherwise !== 'reject' || !implied.present) return null;
  const keys = Object.keys(rule.values);
  const same = implied.values?.length === keys.length && keys.every((key) => implied.values?.includes(key));
  const alone = Object.keys(ASSERTIONS).filter((keyword) => keyword in schema).length === 2;
  return same && alone ? listedSql(schema, { field, reading: readingOf(record, field), pointer: '' }) : null;
}
