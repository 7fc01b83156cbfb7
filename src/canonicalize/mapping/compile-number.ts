import type { CanonicalColumn } from '../../lake/canonical-dataset.js';
import type { ColumnRule } from './column-rule.js';
import { type Converted, valueCheck } from './mapping-check.js';
import { plainNumberSql } from './number-form.js';
import type { Source } from './source-sql.js';

const INTEGER = '^-?[0-9]{1,18}$';

/** Text of a number as it came and in plain form, which are the same where no form is declared. */
type NumberText = Source & { plain: string };

/** An exact number of a DECIMAL or BIGINT column: every digit fits, or the record is at fault. */
export function compileNumber(column: CanonicalColumn, rule: ColumnRule, text: Source): Converted {
  const plain = rule.numbers === null ? text.source : plainNumberSql(text.source, rule.numbers);
  const number = { ...text, plain };
  return column.type === 'BIGINT' ? integerColumn(rule, number) : decimalColumn(column, rule, number);
}

function integerColumn(rule: ColumnRule, { source, plain, implied }: NumberText): Converted {
  const zeros = '0'.repeat(rule.scale);
  const sql = `TRY_CAST(${zeros === '' ? plain : `(${plain} || '${zeros}')`} AS BIGINT)`;
  const most = 18 - rule.scale;
  if (implied.digits !== null && implied.digits <= most) return { sql, checks: [] };
  const wrong = orNoForm(rule, plain, `NOT regexp_matches(${plain}, '^-?[0-9]{1,${most}}$')`);
  return { sql, checks: [valueCheck(rule, 'value-not-integer', { source, wrong, data: {} })] };
}

function decimalColumn(column: CanonicalColumn, rule: ColumnRule, text: NumberText): Converted {
  const { source, plain, implied } = text;
  const type = /^DECIMAL\((\d+),(\d+)\)$/.exec(column.type);
  const scale = Number(type?.[2]);
  const whole = Number(type?.[1]) - scale;
  const pattern = rule.scale === 0 ? `^-?[0-9]{1,${whole}}([.][0-9]{1,${scale}}0*)?$` : INTEGER;
  // Few digits stay within 64 bits, which is faster; any others are multiplied in 128.
  const few = implied.digits !== null && implied.digits + Math.abs(rule.scale) < 18;
  const integer = few
    ? `TRY_CAST(${plain} AS DECIMAL(${implied.digits},0))`
    : `CAST(TRY_CAST(${plain} AS DECIMAL(18,0)) AS DECIMAL(28,0))`;
  const exact = rule.scale === 0 ? plain : `${integer} * ${powerOfTen(rule.scale)}`;
  const sql = `TRY_CAST(${exact} AS ${column.type})`;
  const fits = implied.digits !== null && implied.digits <= 18 && implied.digits + rule.scale <= whole;
  if (fits) return { sql, checks: [] };
  const wrong = orNoForm(rule, plain, `NOT regexp_matches(${plain}, '${pattern}') OR ${sql} IS NULL`);
  return {
    sql,
    checks: [valueCheck(rule, 'value-not-decimal', { source, wrong, data: { type: column.type } })],
  };
}

/** What is wrong with a plain number, or that there is none because the text does not have the declared form. */
function orNoForm(rule: ColumnRule, plain: string, wrong: string): string {
  return rule.numbers === null ? wrong : `${plain} IS NULL OR ${wrong}`;
}

/** A power of ten as an exact decimal literal. */
function powerOfTen(power: number): string {
  if (power >= 0) return `CAST(1${'0'.repeat(power)} AS DECIMAL(${power + 1},0))`;
  return `CAST(0.${'0'.repeat(-power - 1)}1 AS DECIMAL(${1 - power},${-power}))`;
}
