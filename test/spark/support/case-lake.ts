import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { JobPlan } from '../../../src/domain/generated/job-plan.js';
import type { PinnedInput } from '../../../src/domain/generated/run.js';
import type { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText, identifier } from '../../../src/engine/sql-literal.js';
import { planJobs } from '../../../src/jobs/plan-jobs.js';
import { type ConfiguredQuery, planQueries } from '../../../src/jobs/plan-queries.js';
import type { ViewColumns } from '../../../src/lake/canonical-dataset.js';
import type { Pattern } from '../../../src/surveillance/load-pattern.js';
import { caseDay, caseSql, dateOf, type PatternCase } from '../../surveillance/support/pattern-case.js';
import { settingsOf } from '../../surveillance/support/run-case.js';

type CaseDatasets = Pick<PatternCase, 'datasets'>;

/** Writes a case's datasets as the Parquet files of a lake in a folder; the inputs of a plan over them. */
async function writeInputs(
  session: DuckDbSession,
  lake: string,
  { datasets, columns }: CaseDatasets & { columns: ViewColumns },
): Promise<PinnedInput[]> {
  const emptied = [...columns.keys()].map((name) => `DROP TABLE IF EXISTS ${name};`);
  await session.run(`${emptied.join('\n')}\n${caseSql({ datasets }, columns)}`);
  const inputs: PinnedInput[] = [];
  for (const [view, rows] of datasets) {
    const dataset = view.replace(/_history$/, '');
    for (const ago of new Set(rows.map((row) => row['sessions_ago'] ?? null))) {
      const key = `data/${dataset}/sessions_ago=${ago ?? 0}/feed=case/rows.parquet`;
      const file = path.join(lake, key);
      await mkdir(path.dirname(file), { recursive: true });
      const stored = [...(columns.get(dataset)?.keys() ?? [])].filter(
        (name) => !['trade_date', 'feed'].includes(name),
      );
      const where = ago === null ? '' : ` WHERE sessions_ago = ${Number(ago)}`;
      await session.run(
        `COPY (SELECT ${stored.map(identifier).join(', ')} FROM ${identifier(view)}${where}) TO ${duckdbText(file)} (FORMAT parquet)`,
      );
      const input = { dataset, feed: 'case', key, sha256: '0'.repeat(64), bytes: 0, rows: rows.length };
      inputs.push(
        ago === null
          ? input
          : { ...input, sessions_ago: Number(ago), trade_date: dateOf({ sessions_ago: ago }) },
      );
    }
  }
  return inputs;
}

/** Writes a case's datasets as a lake in a folder; returns the plan of its pattern over them. */
export async function planCase(
  session: DuckDbSession,
  lake: string,
  {
    pattern,
    patternCase,
    columns,
  }: { pattern: Pattern; patternCase: CaseDatasets & Pick<PatternCase, 'settings'>; columns: ViewColumns },
): Promise<JobPlan> {
  const inputs = await writeInputs(session, lake, { datasets: patternCase.datasets, columns });
  const configured = { pattern, settings: settingsOf(pattern, patternCase.settings) };
  const [plan] = planJobs(caseDay, [configured], { inputs, columns });
  if (plan === undefined) throw new Error(`${pattern.spec.id} has a plan`);
  return plan;
}

/** The same of a query's case. */
export async function planQueryCase(
  session: DuckDbSession,
  lake: string,
  { configured, datasets, columns }: CaseDatasets & { configured: ConfiguredQuery; columns: ViewColumns },
): Promise<JobPlan> {
  const inputs = await writeInputs(session, lake, { datasets, columns });
  const [plan] = planQueries(caseDay, [configured], { inputs, columns });
  if (plan === undefined) throw new Error(`${configured.query.spec.id} has a plan`);
  return plan;
}
