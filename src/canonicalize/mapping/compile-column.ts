import { invariant } from '../../domain/invariant.js';
import { duckdbEnum, duckdbText, identifier } from '../../engine/sql-literal.js';
import type { CanonicalColumn } from '../../lake/canonical-dataset.js';
import type { RecordFault, RecordFaultCode, RecordFaultData } from '../diagnostics.js';
import { recordFault } from '../framing/record-fault.js';
import type { RecordSchema } from '../validation/record-schema.js';
import type { ColumnRule } from './column-rule.js';
import { type Implied, impliedBySchema } from './implied-by-schema.js';

type Fields = Readonly<Record<string, string | null>>;
export type FaultPlace = { file: string; line: number; byte_offset: number };

/** A check that the database makes of every record: `sql` is true, never null, where the record is at fault. */
export type MappingCheck = { sql: string; explain: (fields: Fields, at: FaultPlace) => RecordFault };

/** One canonical column: SQL of its value over the fields of a record, and what may be wrong with it. */
export type CompiledColumn = { name: string; sql: string; checks: readonly MappingCheck[] };

const INTEGER = '^-?[0-9]{1,18}$';

/**
 * Compiles every column but the event's time. A value that does not convert exactly is a fault, never rounded or null.
 *
 * What the record schema implies is not checked again: a record that breaks it is rejected by the schema already.
 * Codes: value-not-decimal, value-not-integer, value-not-mapped, value-not-listed, column-missing.
 */
export function compileColumn(
  column: CanonicalColumn,
  rule: ColumnRule,
  record: RecordSchema,
): CompiledColumn {
  const source = sourceSql(rule);
  const implied = impliedBySchema(record, rule);
  const { sql, checks } = convert(column, rule, { source, implied });
  const missing: MappingCheck = {
    sql: `${source} IS NULL`,
    explain: (_fields, at) =>
      recordFault(at, 'column-missing', { column: column.name, sources: rule.sources }),
  };
  const present = !column.required || rule.constant !== null || implied.present;
  return { name: column.name, sql, checks: present ? checks : [missing, ...checks] };
}

/** SQL of the text that a rule takes from a record; null where there is no value. */
export function sourceSql(rule: ColumnRule): string {
  if (rule.constant !== null) return duckdbText(rule.constant);
  const fields = rule.sources.map(identifier);
  const text = rule.join
    ? `(${fields.join(" || ' ' || ")})`
    : fields.length === 1
      ? fields[0]
      : `coalesce(${fields.join(', ')})`;
  invariant(text !== undefined, 'a rule has a source');
  const stripped = [...rule.strip].reduce(
    (sql, character) => `replace(${sql}, ${duckdbText(character)}, '')`,
    text,
  );
  return rule.empty === null ? stripped : `nullif(${stripped}, ${duckdbText(rule.empty)})`;
}

/** The value received for a rule, as a message shows it, and the field it came from. */
export function received(rule: ColumnRule, fields: Fields): { field: string; value: string } {
  if (rule.join)
    return { field: rule.sources.join(' '), value: rule.sources.map((name) => fields[name] ?? '').join(' ') };
  const field = rule.sources.find((name) => fields[name] != null) ?? rule.sources[0] ?? '';
  return { field, value: fields[field] ?? '' };
}

/** The text of a rule as SQL, with what the record schema guarantees of it. */
type Source = { source: string; implied: Implied };
type Converted = { sql: string; checks: MappingCheck[] };

function convert(column: CanonicalColumn, rule: ColumnRule, text: Source): Converted {
  if (column.type.startsWith('DECIMAL')) return decimalColumn(column, rule, text);
  const { source } = text;
  const value = rule.values === null ? source : valuesSql(rule.values, source);
  switch (column.type) {
    case 'BIGINT':
      return { sql: `TRY_CAST(${source} AS BIGINT)`, checks: integerChecks(rule, text) };
    case 'BOOLEAN':
      return { sql: `(${value}) = 'true'`, checks: listChecks(rule, { ...text, value }, ['true', 'false']) };
    default:
      invariant(column.type === 'VARCHAR', `column type ${column.type} has a conversion`);
      return {
        sql: rule.constant === null ? value : duckdbEnum(rule.constant, [rule.constant]),
        checks: listChecks(rule, { ...text, value }, column.enum),
      };
  }
}

function integerChecks(rule: ColumnRule, { source, implied }: Source): MappingCheck[] {
  if (implied.digits !== null && implied.digits <= 18) return [];
  const wrong = `NOT regexp_matches(${source}, '${INTEGER}')`;
  return [valueCheck(rule, 'value-not-integer', { source, wrong, data: {} })];
}

function decimalColumn(column: CanonicalColumn, rule: ColumnRule, { source, implied }: Source): Converted {
  const type = /^DECIMAL\((\d+),(\d+)\)$/.exec(column.type);
  const scale = Number(type?.[2]);
  const whole = Number(type?.[1]) - scale;
  const pattern = rule.scale === 0 ? `^-?[0-9]{1,${whole}}([.][0-9]{1,${scale}}0*)?$` : INTEGER;
  const factor = `0.${'0'.repeat(Math.max(0, -rule.scale - 1))}1`;
  // Few digits stay within 64 bits, which is faster; any others are multiplied in 128.
  const few = implied.digits !== null && implied.digits - rule.scale < 18;
  const integer = few
    ? `TRY_CAST(${source} AS DECIMAL(${implied.digits},0))`
    : `CAST(TRY_CAST(${source} AS DECIMAL(18,0)) AS DECIMAL(28,0))`;
  const exact =
    rule.scale === 0 ? source : `${integer} * CAST(${factor} AS DECIMAL(${1 - rule.scale},${-rule.scale}))`;
  const sql = `TRY_CAST(${exact} AS ${column.type})`;
  const fits = implied.digits !== null && implied.digits <= 18 && implied.digits + rule.scale <= whole;
  if (fits) return { sql, checks: [] };
  const wrong = `NOT regexp_matches(${source}, '${pattern}') OR ${sql} IS NULL`;
  return {
    sql,
    checks: [valueCheck(rule, 'value-not-decimal', { source, wrong, data: { type: column.type } })],
  };
}

function valuesSql(values: Readonly<Record<string, string>>, source: string): string {
  const known = [...new Set(Object.values(values))];
  const cases = Object.entries(values).map(
    ([from, to]) => `WHEN ${duckdbText(from)} THEN ${duckdbEnum(to, known)}`,
  );
  return `CASE ${source} ${cases.join(' ')} END`;
}

function listChecks(
  rule: ColumnRule,
  text: Source & { value: string },
  allowed: readonly string[] | null,
): MappingCheck[] {
  const { source, implied, value } = text;
  const known = rule.values === null ? allowed : Object.keys(rule.values);
  const listed = implied.values?.every((one) => known?.includes(one)) ?? false;
  if (known === null || listed) return [];
  if (rule.values !== null) {
    const wrong = `(${value}) IS NULL`;
    return [valueCheck(rule, 'value-not-mapped', { source, wrong, data: { known } })];
  }
  if (rule.constant !== null) return [];
  const wrong = `${source} NOT IN (${known.map(duckdbText).join(', ')})`;
  return [valueCheck(rule, 'value-not-listed', { source, wrong, data: { known } })];
}

type ValueFaultCode = {
  [Code in RecordFaultCode]: RecordFaultData[Code] extends { field: string; value: string } ? Code : never;
}[RecordFaultCode];

/** A check of a value that is there: at fault where `wrong` is true. */
export function valueCheck<Code extends ValueFaultCode>(
  rule: ColumnRule,
  code: Code,
  fault: { source: string; wrong: string; data: Omit<RecordFaultData[Code], 'field' | 'value'> },
): MappingCheck {
  return {
    sql: `${fault.source} IS NOT NULL AND (${fault.wrong})`,
    // Field, value and the rest make the whole data of the code; TypeScript does not add up a generic Omit.
    explain: (fields, at) =>
      recordFault(at, code, { ...received(rule, fields), ...fault.data } as unknown as RecordFaultData[Code]),
  };
}
