import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { JobPlan } from '../../../src/domain/generated/job-plan.js';
import type { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText, identifier } from '../../../src/engine/sql-literal.js';
import { planJobs } from '../../../src/jobs/plan-jobs.js';
import type { ViewColumns } from '../../../src/lake/canonical-dataset.js';
import type { Pattern } from '../../../src/surveillance/load-pattern.js';
import { caseDay, caseSql, type PatternCase } from '../../surveillance/support/pattern-case.js';
import { settingsOf } from '../../surveillance/support/run-case.js';

/** Writes a case's datasets as the Parquet files of a lake in a folder; returns the plan of its pattern over them. */
export async function planCase(
  session: DuckDbSession,
  lake: string,
  {
    pattern,
    patternCase,
    columns,
  }: { pattern: Pattern; patternCase: Pick<PatternCase, 'datasets' | 'settings'>; columns: ViewColumns },
): Promise<JobPlan> {
  const emptied = [...columns.keys()].map((name) => `DROP TABLE IF EXISTS ${name};`);
  await session.run(`${emptied.join('\n')}\n${caseSql(patternCase, columns)}`);
  const inputs = [];
  for (const [dataset, rows] of patternCase.datasets) {
    const key = `data/${dataset}/trade_date=2026-11-20/feed=case/rows.parquet`;
    const file = path.join(lake, key);
    await mkdir(path.dirname(file), { recursive: true });
    const stored = [...(columns.get(dataset)?.keys() ?? [])].filter(
      (name) => !['trade_date', 'feed'].includes(name),
    );
    await session.run(
      `COPY (SELECT ${stored.map(identifier).join(', ')} FROM ${identifier(dataset)}) TO ${duckdbText(file)} (FORMAT parquet)`,
    );
    inputs.push({ dataset, feed: 'case', key, sha256: '0'.repeat(64), bytes: 0, rows: rows.length });
  }
  const configured = { pattern, settings: settingsOf(pattern, patternCase.settings) };
  const [plan] = planJobs(caseDay, [configured], { inputs, columns });
  if (plan === undefined) throw new Error(`${pattern.spec.id} has a plan`);
  return plan;
}
