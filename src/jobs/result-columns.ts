import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JobPlan } from '../domain/generated/job-plan.js';
import { emptyRelation } from '../engine/create-dataset-views.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { identifier } from '../engine/sql-literal.js';
import { readViewColumns } from '../lake/canonical-dataset.js';

/** Columns of a plan's two results in their order, each with its type in DuckDB. */
export type ResultColumns = Record<'alerts' | 'evidence', ReadonlyMap<string, string>>;

/**
 * Binds a plan's queries on the embedded database over empty relations, and tells the columns that they give.
 *
 * The Data API gives whole numbers as JSON numbers, which lose nanoseconds: only who knows the columns can ask for them as text.
 * Throws `database-failed` where a query does not bind.
 */
export async function resultColumns(plan: JobPlan, spill: string): Promise<ResultColumns> {
  const folder = await mkdtemp(path.join(spill, 'bind-'));
  const session = await DuckDbSession.open({ folders: [], spill: folder, threads: 1, memory_mb: 256 });
  try {
    for (const [view, columns] of await readViewColumns()) {
      await session.run(`CREATE VIEW ${identifier(view)} AS ${emptyRelation(columns)}`);
    }
    await session.run(`CREATE TEMPORARY TABLE alerts AS ${plan.alerts_sql}\n`);
    await session.run(`CREATE TEMPORARY TABLE evidence AS ${plan.evidence_sql}\n`);
    return { alerts: await columnsOf(session, 'alerts'), evidence: await columnsOf(session, 'evidence') };
  } finally {
    session.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function columnsOf(session: DuckDbSession, table: string): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows(`DESCRIBE ${table}`);
  return new Map(rows.map((row) => [String(row['column_name']), String(row['column_type'])]));
}
