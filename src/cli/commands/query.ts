import type { QueryResultDocument } from '../../domain/generated/query-result.js';
import { runQuery } from '../../jobs/query/run-query.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { formatTable, grouped, jsonText } from '../format-table.js';
import { newestTradeDate } from '../newest-trade-date.js';
import { loadProject, openLake, type ProjectFlags } from '../project.js';

type QueryFlags = ProjectFlags & { readonly json: boolean; readonly date?: string; readonly limit: number };

/** Runs one query over the datasets of a day, embedded and read-only, and prints its rows. */
export async function query(context: CliContext, flags: QueryFlags, sql: string): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const trade_date = flags.date ?? (await newestTradeDate(store));
  const { memory_mb = 1200, threads = 2 } = project.jobs.local ?? {};
  const result = await inProcessFolder(project.work, (spill) =>
    runQuery(sql, trade_date, { store, spill, memory_mb, threads, limit: flags.limit }),
  );
  const { stdout, stderr } = context.process;
  if (flags.json) {
    const document: QueryResultDocument = { trade_date, ...result };
    stdout.write(jsonText(document));
    return EXIT.clear;
  }
  const { columns, rows, more } = result;
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  stdout.write(
    formatTable(
      columns.map((title) => ({ title })),
      cells,
      context.width,
    ),
  );
  const count = `${grouped(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} of ${trade_date}`;
  stderr.write(more ? `the first ${count}; there are more, --limit shows them\n` : `${count}\n`);
  return EXIT.clear;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
