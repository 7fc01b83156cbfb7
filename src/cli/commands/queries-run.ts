import type { QueryAnswer } from '../../domain/generated/query-answer.js';
import { runPredefinedQuery } from '../../jobs/query/run-predefined-query.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openLake, type Project, type QueryProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { Query } from '../../surveillance/queries/load-query.js';
import { answerCsv, answerTable } from '../answer-text.js';
import { chooseQueries } from '../chosen-queries.js';
import type { CliContext } from '../cli-context.js';
import { counted, jsonText } from '../format-table.js';
import { newestTradeDate } from '../newest-trade-date.js';
import { querySettings } from '../query-settings.js';

type RunFlags = Pick<QueryProjectFlags, 'profile' | 'queries' | 'lake'> & {
  readonly json: boolean;
  readonly csv: boolean;
  readonly date?: string;
  readonly set?: readonly string[];
  readonly limit: number;
};

/** Answers one predefined query from a day of the lake, embedded and read-only; an inconclusive answer is a finding. */
export async function queriesRun(context: CliContext, flags: RunFlags, id: string): Promise<ExitCode> {
  if (flags.json && flags.csv)
    throw new Refusal(EXIT.usage, ['--json and --csv are given, expected one of them [one-form-expected]']);
  const project = await loadProject(context, flags);
  const { stdout, stderr } = context.process;
  let exit: ExitCode = EXIT.clear;
  for (const query of await chooseQueries(project, [id])) {
    const answer = await answerOf(project, query, flags);
    stdout.write(shown(answer, flags, context.width));
    const isSilent = answer.outcome === 'inconclusive';
    if (isSilent || !flags.json) stderr.write(`${lastLine(answer)}\n`);
    if (isSilent) exit = EXIT.findings;
  }
  return exit;
}

async function answerOf(project: Project, query: Query, flags: RunFlags): Promise<QueryAnswer> {
  const settings = querySettings(query, flags.set ?? []);
  const store = await openLake(project);
  const trade_date = flags.date ?? (await newestTradeDate(store));
  const { memory_mb = 1200, threads = 2 } = project.jobs.local ?? {};
  const { limit } = flags;
  return inProcessFolder(project.work, (spill) =>
    runPredefinedQuery({ query, settings }, trade_date, { store, spill, memory_mb, threads, limit }),
  );
}

function shown(answer: QueryAnswer, { json, csv }: RunFlags, width: number): string {
  if (json) return jsonText(answer);
  if (answer.outcome === 'inconclusive') return '';
  return csv ? answerCsv(answer) : answerTable(answer, width);
}

function lastLine({ outcome, reason, rows, trade_date, more, query_id }: QueryAnswer): string {
  if (outcome === 'inconclusive') return `${query_id} is inconclusive: ${reason}`;
  const count = `${counted(rows.length, 'row')} of ${trade_date}`;
  return more ? `the first ${count}; there are more, --limit shows them` : count;
}
