import type { AnsweredRow } from '../../domain/generated/query-answer.js';
import type { QuerySpec } from '../../domain/generated/query-spec.js';
import { invariant } from '../../domain/invariant.js';
import type { ResultRow } from '../collect-alerts.js';
import { ratioText, scaledDigits } from '../ratio-text.js';
import { withoutSpareZeros } from '../setting-text.js';

type Column = QuerySpec['columns'][string];

const FORM = { text: /^/, whole: /^-?[0-9]+$/, decimal: /^-?[0-9]+(\.[0-9]{1,14})?$/ } as const;

/**
 * The rows of query.sql as exact text, whichever engine ran it: with their ratios, in the order of query.yaml, nulls last, then
 * by key.
 *
 * Numbers lose spare zeros. Rows that break the contract (a column missing, another type, a key twice) are a bug in the query.
 */
export function collectRows(spec: QuerySpec, resultRows: readonly ResultRow[]): AnsweredRow[] {
  const rows = resultRows.map((row) => answeredRow(spec, row));
  const keys = new Set(rows.map((row) => JSON.stringify(spec.key.map((name) => row[name]))));
  invariant(keys.size === rows.length, `${spec.id}: no two rows have the same ${spec.key.join(', ')}`);
  const order = [...(spec.order ?? []), ...spec.key.map((column) => ({ column, descending: false }))];
  return rows.sort((left, right) => {
    for (const { column, descending = false } of order) {
      const type = spec.columns[column]?.type ?? 'text';
      const difference = compareValues(left[column] ?? null, right[column] ?? null, { type, descending });
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function answeredRow(spec: QuerySpec, row: ResultRow): AnsweredRow {
  const columns = Object.entries(spec.columns);
  const given = new Map(
    columns
      .filter(([, { ratio_of }]) => ratio_of === undefined)
      .map(([name, { type }]) => [name, valueText(row[name], { type, name: `${spec.id}: ${name}` })]),
  );
  return Object.fromEntries(
    columns.map(([name, { ratio_of }]) => [
      name,
      ratio_of === undefined
        ? (given.get(name) ?? null)
        : ratioText(given.get(ratio_of[0]) ?? null, given.get(ratio_of[1]) ?? null),
    ]),
  );
}

function valueText(value: unknown, { type, name }: { type: Column['type']; name: string }): string | null {
  if (value === null) return null;
  const isWhole = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
  const text = isWhole ? value.toString() : value;
  invariant(typeof text === 'string' && FORM[type].test(text), `${name} is ${type} or null`);
  return type === 'text' ? text : withoutSpareZeros(text);
}

function compareValues(
  left: string | null,
  right: string | null,
  { type, descending }: { type: Column['type']; descending: boolean },
): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  const isLess = type === 'text' ? left < right : scaledDigits(left) < scaledDigits(right);
  return isLess === descending ? 1 : -1;
}
