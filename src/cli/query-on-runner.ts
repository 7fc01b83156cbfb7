import { visible } from '../domain/diagnostic.js';
import type { QueryResultDocument } from '../domain/generated/query-result.js';
import { planQuery } from '../jobs/query/plan-query.js';
import { runQueryOn } from '../jobs/query/run-query-on.js';
import { sortRows } from '../jobs/query/sort-rows.js';
import { routeJob } from '../jobs/route-job.js';
import type { RunnerName } from '../jobs/runner.js';
import { EXIT, type ExitCode } from '../project/exit-codes.js';
import { openJobs } from '../project/open-jobs.js';
import type { Project, ProjectFlags } from '../project/project.js';
import type { ObjectStore } from '../store/object-store.js';
import { inProcessFolder } from '../store/process-folder.js';
import type { CliContext } from './cli-context.js';
import { counted, jsonText } from './format-table.js';
import { megabytes } from './jobs-text.js';
import { listen } from './watch-jobs.js';

type Place = { project: Project; store: ObjectStore; flags: ProjectFlags };
type Asked = { sql: string; trade_date: string; runner: RunnerName; limit: number };

/**
 * Runs a query of the user's own on a runner and waits for its rows, telling where it stands whenever that changes; how it ended where
 * Ctrl-C was answered so.
 */
export async function queryOnRunner(
  context: CliContext,
  place: Place,
  { sql, trade_date, runner, limit }: Asked,
): Promise<QueryResultDocument | 'detached' | 'cancelled'> {
  const { project, store } = place;
  return inProcessFolder(project.work, async (spill) => {
    const { plan, columns, order } = await planQuery(sql, trade_date, { store, spill, limit });
    let told = '';
    const interrupt = listen(context, 'the query run, cancel it');
    const query = {
      ...openJobs(context, place),
      sleep: interrupt.sleep,
      interrupted: interrupt.answered,
      onStatus: (status: { native_state: string }, handle: { runner: string; id: string }): void => {
        const line = `${handle.runner} ${handle.id}: ${status.native_state}`;
        if (line !== told) context.process.stderr.write(`${visible(line)}\n`);
        told = line;
      },
    };
    const route = routeJob(plan, project.jobs, runner);
    const run = await runQueryOn(query, plan, route).finally(interrupt.stop);
    if (typeof run === 'string') return run;
    const { rows, attempt, reused } = run;
    const ran = attempt.begun.runner;
    const sorted = await sortRows(rows, { columns, order }, { spill, runner: ran });
    return {
      trade_date,
      columns: [...columns.keys()],
      rows: sorted.slice(0, limit),
      more: sorted.length > limit,
      run: {
        runner: ran,
        place: attempt.handle?.place ?? '',
        id: attempt.handle?.id ?? '',
        estimate_usd: attempt.begun.estimate_usd,
        billed_usd: attempt.ended?.billed?.usd ?? null,
        reused,
      },
    };
  });
}

/** Prints what a query would read, where it would run and at what price, and its SQL, or the plan as JSON; starts nothing. */
export async function showQueryPlan(
  context: CliContext,
  { project, store }: Place,
  { sql, trade_date, runner, limit, json }: Asked & { json: boolean },
): Promise<ExitCode> {
  const { plan } = await inProcessFolder(project.work, (spill) =>
    planQuery(sql, trade_date, { store, spill, limit }),
  );
  if (json) {
    context.process.stdout.write(jsonText(plan));
    return EXIT.clear;
  }
  const { estimate_usd } = routeJob(plan, project.jobs, runner);
  const bytes = plan.inputs.reduce((total, input) => total + input.bytes, 0);
  const facts: [string, string][] = [
    ['plan', plan.plan_id],
    ['runner', runner],
    ['inputs', `${counted(plan.inputs.length, 'file')}, ${megabytes(bytes)}`],
    ['estimate', estimate_usd === null ? 'unknown' : `${estimate_usd} USD`],
  ];
  const lines = facts.map(([name, value]) => `${name.padEnd(8)}  ${value}\n`).join('');
  const text = plan.alerts_sql.trimEnd().split('\n').map(visible).join('\n');
  context.process.stdout.write(`${lines}\n${text}\n`);
  return EXIT.clear;
}
