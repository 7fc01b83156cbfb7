import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { sha256, sha256OfValue } from '../../domain/sha256.js';
import { emptyRelation } from '../../engine/create-dataset-views.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { identifier } from '../../engine/sql-literal.js';
import { isHistory, readViewColumns, type ViewColumns } from '../../lake/canonical-dataset.js';
import { pinInputs } from '../../lake/pin-inputs.js';
import { readDays } from '../../lake/read-lake.js';
import type { ObjectStore } from '../../store/object-store.js';
import { orderOfQuery, type QueryOrder } from './order-of-query.js';
import { queryRefused } from './query-refused.js';

/** A query of the user's own as a plan that any runner runs, with the types of its columns and the order of its rows. */
export type QueryPlan = { plan: JobPlan; columns: ReadonlyMap<string, string>; order: QueryOrder['order'] };

/** Types whose values every engine writes in the same way. */
const EXACT = /^(?:VARCHAR|BOOLEAN|DATE|(?:TINY|SMALL|BIG|HUGE)INT|INTEGER|DECIMAL\([0-9]+,[0-9]+\))$/;

/**
 * A plan of one SELECT over the datasets of a trade date, those that it names pinned as they stand; at most `limit` rows and one more.
 *
 * The query is bound on the embedded database first, which lets nothing but one SELECT over the datasets pass. Throws `query-refused`.
 */
export async function planQuery(
  sql: string,
  trade_date: string,
  means: { store: ObjectStore; spill: string; limit: number },
): Promise<QueryPlan> {
  const text = sql.trim().replace(/;\s*$/, '');
  const views = new Map([...(await readViewColumns())].filter(([view]) => !isHistory(view)));
  const { order, limited } = orderOfQuery(text);
  const columns = await bind({ text, order }, views, means.spill);
  const named = (dataset: string): boolean => new RegExp(`\\b${dataset}\\b`, 'i').test(text);
  const inputs = pinInputs(await readDays(means.store, [trade_date], {})).filter((input) =>
    named(input.dataset),
  );
  const present = new Set(inputs.map(({ dataset }) => dataset));
  const absent = [...views]
    .filter(([view]) => named(view) && !present.has(view))
    .map(([dataset, own]) => ({ dataset, columns: Object.fromEntries(own) }));
  const content: Omit<JobPlan, 'plan_id'> = {
    format: 1,
    trade_date,
    workload: 'predefined',
    kind: 'query',
    pattern_id: 'query',
    pattern_version: 1,
    settings: {},
    settings_sha256: sha256OfValue({}),
    sql_sha256: sha256(text),
    // The line break ends a comment in the query's last line.
    alerts_sql: limited ? `${text}\n` : `${text}\nLIMIT ${means.limit + 1}`,
    evidence_sql: 'SELECT 1 AS nothing FROM alerts WHERE 1 = 0',
    inputs,
    ...(absent.length === 0 ? {} : { absent }),
  };
  return { plan: { ...content, plan_id: sha256OfValue(content) }, columns, order };
}

async function bind(
  { text, order }: { text: string; order: string | null },
  views: ViewColumns,
  spill: string,
): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(path.join(spill, 'bind-'));
  const session = await DuckDbSession.open({ folders: [], spill: folder, threads: 1, memory_mb: 256 });
  try {
    for (const [view, types] of views) {
      await session.run(`CREATE VIEW ${identifier(view)} AS ${emptyRelation(types)}`);
    }
    if (!(await session.isOneQuery(text))) {
      throw new OperationalFailure('query-refused', { reason: 'it is not one SELECT' });
    }
    await session.run(`CREATE TEMPORARY TABLE rows_of_query AS ${text}\n`);
    const described = await session.rows('DESCRIBE rows_of_query');
    const columns = new Map(described.map((row) => [String(row['column_name']), String(row['column_type'])]));
    refuseInexact(columns);
    // Runners give rows in no order: they are sorted again by what they hold.
    if (order !== null) await session.run(`SELECT * FROM rows_of_query ORDER BY ${order}\n`);
    return columns;
  } catch (error) {
    throw queryRefused(error);
  } finally {
    session.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function refuseInexact(columns: ReadonlyMap<string, string>): void {
  for (const [name, type] of columns) {
    if (EXACT.test(type)) continue;
    const reason = `column ${name} is ${type}, which engines write differently; CAST it AS DECIMAL(38,8), BIGINT or VARCHAR`;
    throw new OperationalFailure('query-refused', { reason });
  }
}
