import path from 'node:path';
import type { DeliveryOutcome } from '../../domain/generated/run.js';
import { filesIn, takeDelivery } from '../../jobs/run-day.js';
import type { CliContext } from '../cli-context.js';
import { onlyTradeDate } from '../day-files.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { formatTable, grouped, jsonText } from '../format-table.js';
import { loadFeeds, loadProject, openLake, type ProjectFlags } from '../project.js';

type CanonicalizeFlags = ProjectFlags & { readonly date?: string; readonly json: boolean };

/** Canonicalizes the given files, or all of the folder of deliveries, and prints what became of each. */
export async function canonicalize(
  context: CliContext,
  flags: CanonicalizeFlags,
  ...files: readonly string[]
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const feeds = await loadFeeds(project);
  const trade_date = flags.date ?? (await onlyTradeDate(project.raw, feeds));
  const given = files.map((file) => path.resolve(context.cwd, file));
  const paths =
    given.length > 0 ? given : (await filesIn(project.raw)).map((name) => path.join(project.raw, name));
  const outcomes: DeliveryOutcome[] = [];
  for (const file of paths) {
    const outcome = await takeDelivery(
      {
        store: openLake(project),
        work: path.join(project.lake, '.work'),
        now_ns: context.now_ns,
        new_write_id: context.new_write_id,
        feeds,
      },
      { raw: path.dirname(file), name: path.basename(file), trade_date },
    );
    for (const { message } of outcome.refusals) context.process.stderr.write(`${message}\n`);
    outcomes.push(outcome);
  }
  context.process.stdout.write(flags.json ? jsonText(outcomes) : outcomeTable(outcomes, context.width));
  const rejected = outcomes.some(({ totals }) => (totals?.rejected ?? 0) > 0);
  if (rejected) context.process.stderr.write('rejected records: tapewarden quarantine list\n');
  return rejected || outcomes.some(({ status }) => status === 'refused') ? EXIT.findings : EXIT.clear;
}

function outcomeTable(outcomes: readonly DeliveryOutcome[], width: number): string {
  const numbers = ['read', 'accepted', 'rejected', 'duplicates'] as const;
  const columns = [
    { title: 'status' },
    ...numbers.map((title) => ({ title, align: 'right' as const })),
    { title: 'feed' },
    { title: 'file' },
  ];
  const rows = outcomes.map((outcome) => [
    outcome.status.replace('_', ' '),
    ...numbers.map((name) => (outcome.totals === null ? '' : grouped(outcome.totals[name]))),
    outcome.feed ?? '',
    outcome.file,
  ]);
  return formatTable(columns, rows, width);
}
