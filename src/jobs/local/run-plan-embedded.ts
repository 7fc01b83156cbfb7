import path from 'node:path';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { createDatasetViews, emptyRelation } from '../../engine/create-dataset-views.js';
import { DuckDbSession, type Row } from '../../engine/duckdb-session.js';
import { identifier } from '../../engine/sql-literal.js';
import { readViewColumns } from '../../lake/canonical-dataset.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { ResultRow } from '../../surveillance/collect-alerts.js';
import type { JobRows } from '../job-results.js';
import { localInputs } from '../run-plans-locally.js';

/** What a plan may take of the machine. `onSession` gets the session, so that whoever waits can interrupt it. */
export type EmbeddedMachine = {
  spill: string;
  threads: number;
  memory_mb: number;
  onSession: (session: Pick<DuckDbSession, 'interrupt'>) => void;
};

const EVIDENCE_LIMIT = 1_000_000;

/**
 * Runs the two queries of a plan on the embedded database: the same rows as `spark/run_plan.py` gives.
 *
 * Every input's hash is verified first. Throws `object-damaged`, `object-missing`; `database-failed`, also where it was
 * interrupted and where there are more than a million rows of evidence.
 */
export async function runPlanEmbedded(
  plan: JobPlan,
  store: ObjectStore,
  machine: EmbeddedMachine,
): Promise<JobRows> {
  const files = await localInputs(store, plan.trade_date, plan.inputs);
  const session = await DuckDbSession.open({
    folders: [...new Set(files.map((file) => path.dirname(file.path)))],
    ...machine,
  });
  try {
    machine.onSession(session);
    await createDatasetViews(session, files, await readViewColumns());
    for (const { dataset, columns } of plan.absent ?? []) {
      const empty = emptyRelation(new Map(Object.entries(columns)));
      await session.run(`CREATE VIEW ${identifier(dataset)} AS ${empty}`);
    }
    const [version] = await session.rows('SELECT version() AS version');
    const engine = `duckdb ${String(version?.['version'])}`;
    await session.run(`CREATE TEMPORARY TABLE alerts AS ${plan.alerts_sql}\n`);
    const alerts = await session.rows('SELECT * FROM alerts');
    if (alerts.length === 0) return { engine, alerts: [], evidence: [] };
    await session.run(`CREATE TEMPORARY TABLE evidence AS ${plan.evidence_sql}\n`);
    await refuseTooMuch(session);
    const evidence = await session.rows('SELECT * FROM evidence');
    return { engine, alerts: alerts.map(asText), evidence: evidence.map(asText) };
  } finally {
    session.close();
  }
}

async function refuseTooMuch(session: DuckDbSession): Promise<void> {
  const [row] = await session.rows('SELECT COUNT(*) AS rows FROM evidence');
  const rows = Number(row?.['rows']);
  if (rows <= EVIDENCE_LIMIT) return;
  const reason = `${rows} rows of evidence, expected at most ${EVIDENCE_LIMIT}; narrow the settings`;
  throw new OperationalFailure('database-failed', { doing: 'evidence', reason });
}

function asText(row: Row): ResultRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (value === null || typeof value === 'string') return [column, value];
      if (typeof value === 'boolean') return [column, String(value)];
      invariant(
        Number.isSafeInteger(value),
        `column ${column} of a pattern's result is text or a whole number`,
      );
      return [column, String(value as number)];
    }),
  );
}
