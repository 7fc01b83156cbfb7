import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import { declaredSums } from './declared-sums.js';
import type { Feed } from './feed.js';
import { readSegmentSql } from './framing/read-segment.js';
import { columnRule } from './mapping/column-rule.js';
import { numberForm, plainNumberSql } from './mapping/number-form.js';
import { numberStyleOf } from './number-style.js';
import type { Part, SegmentWork, SummedField } from './segment-work.js';

/** Fields that header and trailer sum; a column stands for one when the map takes it as it is, without implied decimals. */
export function summedFields({ spec, dataset, routes }: Feed): SummedField[] {
  const in_one_part = routes.length === 1 && spec.corrections === undefined;
  const fields = [...declaredSums(spec.header), ...declaredSums(spec.trailer)].map(({ field }) => field);
  const mapped = Object.entries(spec.map).map(([name, entry]) => ({ name, entry, rule: columnRule(entry) }));
  return [...new Set(fields)].map((field) => {
    const column = mapped.find(({ name, entry, rule }) => {
      const plain = typeof entry === 'string' || Object.keys(entry).every((key) => key === 'from');
      const type = dataset.columns.find((candidate) => candidate.name === name)?.type;
      return plain && rule.sources.length === 1 && rule.sources[0] === field && type?.startsWith('DECIMAL');
    });
    return { field, column: in_one_part ? (column?.name ?? null) : null };
  });
}

/**
 * Exact sums over all records of a segment, valid or not, as plain decimals; a value that is no number counts as none.
 *
 * `whole` is true of the records that have all their fields: of others no sum is known. A column of the written part
 * saves another pass over the text; the rejected records are summed from their texts.
 */
export async function sumRecords(
  session: DuckDbSession,
  { feed, segment, summed }: SegmentWork,
  checked: { parts: readonly Part[]; rejected: string; whole: string },
): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>();
  const parts = checked.parts.map(({ path }) => duckdbText(path)).join(', ');
  for (const { field, column } of summed) {
    const values =
      column === null
        ? `SELECT ${exactDecimal(field, feed)} AS v FROM (${readSegmentSql(segment, feed)}) AS r WHERE ${checked.whole}`
        : `SELECT CAST(${identifier(column)} AS DECIMAL(38,10)) AS v FROM read_parquet([${parts}]) UNION ALL SELECT ${exactDecimal(field, feed)} FROM ${checked.rejected} WHERE ${checked.whole}`;
    const [row] = await session.rows(`SELECT CAST(coalesce(sum(v), 0) AS VARCHAR) AS total FROM (${values})`);
    sums.set(field, String(row?.['total']));
  }
  return sums;
}

/** A field as a decimal of any size; null where it is none. DuckDB reads text into 128-bit decimals very slowly. */
function exactDecimal(field: string, feed: Feed): string {
  const form = numberForm(feed.spec.format.numbers, numberStyleOf(feed, field) === 'overpunch');
  const column = form === null ? identifier(field) : plainNumberSql(identifier(field), form);
  return `CASE WHEN regexp_matches(${column}, '^-?[0-9]{1,12}([.][0-9]{1,6})?$') THEN CAST(TRY_CAST(${column} AS DECIMAL(18,6)) AS DECIMAL(38,10)) ELSE TRY_CAST(${column} AS DECIMAL(38,10)) END`;
}

const PLACES = 10;

/** Sum of exact sums, each with ten decimals, as a plain decimal without trailing zeros. */
export function addSums(sums: readonly string[]): string {
  const total = sums.map((sum) => BigInt(sum.replace('.', ''))).reduce((left, right) => left + right, 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(PLACES + 1, '0');
  const decimals = digits.slice(-PLACES).replace(/0+$/, '');
  const whole = `${total < 0n ? '-' : ''}${digits.slice(0, -PLACES)}`;
  return decimals === '' ? whole : `${whole}.${decimals}`;
}
