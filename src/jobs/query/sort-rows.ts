import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { DuckDbSession, type Row } from '../../engine/duckdb-session.js';
import { identifier } from '../../engine/sql-literal.js';
import type { ResultRow } from '../../surveillance/collect-alerts.js';
import type { QueryPlan } from './plan-query.js';

/**
 * Rows of texts that a runner gave, as the embedded database gives them: values of the query's types in the query's order.
 *
 * Throws `query-failed` for a decimal with more places than its type has: nothing is rounded.
 */
export async function sortRows(
  rows: readonly ResultRow[],
  { columns, order }: Pick<QueryPlan, 'columns' | 'order'>,
  { spill, runner }: { spill: string; runner: string },
): Promise<Row[]> {
  refuseRounding(rows, columns, runner);
  const folder = await mkdtemp(path.join(spill, 'sort-'));
  const session = await DuckDbSession.open({ folders: [], spill: folder, threads: 1 });
  try {
    const names = [...columns.keys()];
    const texts = names.map((name) => `${identifier(name)} VARCHAR`);
    await session.run(`CREATE TEMPORARY TABLE given (${texts.join(', ')})`);
    await session.append(
      'given',
      rows.map((row) => names.map((name) => textOf(row[name]))),
    );
    const typed = [...columns].map(
      ([name, type]) => `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`,
    );
    await session.run(`CREATE TEMPORARY TABLE rows_of_query AS SELECT ${typed.join(', ')} FROM given`);
    return await session.rows(`SELECT * FROM rows_of_query${order === null ? '' : ` ORDER BY ${order}\n`}`);
  } finally {
    session.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function textOf(value: ResultRow[string]): string | null {
  if (value === null || value === undefined) return null;
  invariant(typeof value === 'string', 'runners give every value as text');
  return value;
}

function refuseRounding(
  rows: readonly ResultRow[],
  columns: ReadonlyMap<string, string>,
  runner: string,
): void {
  for (const [name, type] of columns) {
    const places = placesOf(type);
    const longer = rows.map((row) => textOf(row[name]) ?? '').find((value) => placesIn(value) > places);
    if (longer === undefined) continue;
    const reason = `column ${name} is ${longer}, expected ${type}; CAST it to what it is to be`;
    throw new OperationalFailure('query-failed', { runner, reason });
  }
}

/** Decimal places that a type holds; of text any number. */
function placesOf(type: string): number {
  if (type.includes('INT')) return 0;
  return Number(/^DECIMAL\([0-9]+,([0-9]+)\)$/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY);
}

function placesIn(value: string): number {
  return /\.([0-9]*?)0*$/.exec(value)?.[1]?.length ?? 0;
}
