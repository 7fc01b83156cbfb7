import type { QueryResultDocument } from '../../domain/generated/query-result.js';
import { runQuery } from '../../jobs/query/run-query.js';
import type { RunnerName } from '../../jobs/runner.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { formatTable, grouped, jsonText } from '../format-table.js';
import { newestTradeDate } from '../newest-trade-date.js';

type QueryFlags = ProjectFlags & {
  readonly json: boolean;
  readonly date?: string;
  readonly limit: number;
  readonly runner: RunnerName;
  readonly plan: boolean;
};

/** Runs one query over the datasets of a day, read-only, embedded or on a runner, and prints its rows. */
export async function query(context: CliContext, flags: QueryFlags, sql: string): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const trade_date = flags.date ?? (await newestTradeDate(store));
  const { memory_mb = 1200, threads = 2 } = project.jobs.local ?? {};
  const { limit, runner } = flags;
  if (flags.plan || runner !== 'local') {
    const { showQueryPlan, queryOnRunner } = await import('../query-on-runner.js');
    const asked = { sql, trade_date, runner, limit };
    if (flags.plan) {
      return showQueryPlan(context, { project, store, flags }, { ...asked, json: flags.json });
    }
    const found = await queryOnRunner(context, { project, store, flags }, asked);
    return typeof found === 'string' ? left(context, found) : print(context, flags, found);
  }
  const result = await inProcessFolder(project.work, (spill) =>
    runQuery(sql, trade_date, { store, spill, memory_mb, threads, limit }),
  );
  return print(context, flags, { trade_date, ...result });
}

function left({ process: { stderr } }: CliContext, how: 'detached' | 'cancelled'): ExitCode {
  const isGone = how === 'cancelled';
  stderr.write(isGone ? 'cancelled\n' : 'detached: the same command shows its rows\n');
  return isGone ? EXIT.findings : EXIT.clear;
}

function print(context: CliContext, { json }: QueryFlags, document: QueryResultDocument): ExitCode {
  const { stdout, stderr } = context.process;
  if (json) {
    stdout.write(jsonText(document));
    return EXIT.clear;
  }
  const { columns, rows, more, trade_date, run } = document;
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  stdout.write(
    formatTable(
      columns.map((title) => ({ title })),
      cells,
      context.width,
    ),
  );
  const count = `${grouped(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} of ${trade_date}`;
  const where = run === undefined ? '' : ` by ${run.runner}${priceText(run)}`;
  stderr.write(
    more ? `the first ${count}${where}; there are more, --limit shows them\n` : `${count}${where}\n`,
  );
  return EXIT.clear;
}

function priceText({ reused, billed_usd }: NonNullable<QueryResultDocument['run']>): string {
  if (reused) return ', which had run it before';
  return billed_usd === null ? '' : ` for ${billed_usd} USD`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
